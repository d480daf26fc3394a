"""What stands in a condition or formula: literals, names, arithmetic."""

from __future__ import annotations

from rule_dsl.reference.base import Construct, Example

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        key="number",
        group="values",
        name=("数字", "Numbers"),
        meaning=(
            "整数、小数、带千位逗号的数，后面可以跟单位或量词。",
            "Whole numbers, decimals and thousands with commas; a unit may follow.",
        ),
        heads=("number",),
        rows=("COUNTER",),
        examples=(
            Example("维修费用>1,500", "repair cost > 1,500"),
            Example("维修费用≥2万元", "repair cost >= 20,000"),
            Example("工时=2.5", "labour hours = 2.5"),
            Example("维修费用>三百", "repair cost > 300"),
        ),
        notes=(
            (
                "函数的括号里，逗号总是分隔参数，不要写千位逗号。",
                "Inside the brackets of a function a comma always separates; leave out thousands commas there.",
            ),
            (
                "“万”“亿”会参与计算：2万就是20000。三、两、十、三百这样的中文数字也认识。",
                "Numbers are exact: at most 38 digits, never rounded on the way.",
            ),
            (
                "字段声明了单位（如“元”）时，数字后面可以写上这个单位，不影响数值；量词（次、条、台……）也一样。",
                "Where a field declares a unit, the unit may follow the number and changes nothing.",
            ),
        ),
        see=("percent", "duration", "arithmetic"),
    ),
    Construct(
        key="percent",
        group="values",
        name=("百分数", "Percentages"),
        meaning=(
            "和百分数字段比较时写 %：50%。",
            "Compare a percentage field with a number that carries %: 50%.",
        ),
        heads=("number",),
        rows=("PERCENT:0.5", "SHARE:0.5", "PART:0.5", "PART:2"),
        examples=(
            Example("维修进度<50%", "progress < 50%"),
            Example("维修进度≥99.5%", "progress >= 99.5%"),
            Example("维修进度不到三成", "progress < 30%"),
            Example("维修费用 * 10%", "repair cost * 10%"),
            Example("维修费用>报价的120%", "repair cost > 120% of quoted price"),
            Example("维修费用超过报价的一半", "repair cost is over half of quoted price"),
            Example("维修费用超过报价的2倍", "repair cost is over twice quoted price"),
        ),
        notes=(
            (
                "三成是 30%，八折是 80%，八五折是 85%，一半是 50%。",
                "Half is 50%; twice and 1.5 times multiply.",
            ),
            (
                "只写 0.5 也会读作 50%，并给出提示；写 50 会被拒绝，因为不清楚是 50 还是 50%。",
                "0.5 is read as 50%, with a hint. 50 alone is refused, because it may mean 50 or 50%.",
            ),
        ),
        see=("number", "comparison"),
    ),
    Construct(
        key="text",
        group="values",
        name=("文本和引号", "Text and quotes"),
        meaning=(
            "一段原样的文字放在双引号里。",
            "A piece of text, as it stands, goes in double quotes.",
        ),
        heads=("text",),
        rows=(),
        examples=(
            Example("故障原因=“轴承磨损”", 'cause = "worn bearing"'),
            Example("故障原因包含“轴承”", 'cause contains "bearing"'),
            Example(
                "如果故障等级=停机，则向班长发送“请立即停线”",
                'if severity = line stop, then send "please stop the line" to foreman',
            ),
        ),
        notes=(
            (
                '“……” 和 "……" 里的都是文本；文本里要写引号，就写两个。',
                'What stands in "…" is text. To write a quote inside, double it.',
            ),
            (
                "引号里的全角、半角、大小写都原样保留。",
                "Letters inside quotes are kept exactly as they are, capitals too.",
            ),
        ),
        see=("name", "join", "contains"),
    ),
    Construct(
        key="name",
        group="values",
        name=("名称和关联字段", "Names and paths"),
        meaning=(
            "直接写字段、角色、消息……的名称；关联记录的字段用“的”连接。",
            "Write the name of a field, role or message as it is. A linked record's field follows 's.",
        ),
        heads=("field", "path", "role", "dept", "person"),
        rows=("POSSESSIVE", "KIND"),
        examples=(
            Example("设备的关键设备=是", "machine's critical = yes"),
            Example("设备的温度>80", "machine's temperature > 80"),
            Example("「维修费用」>「报价」", "`repair cost` > `quoted price`"),
            Example(
                "如果维修费用>8,000，则通知班长、一车间",
                "if repair cost > 8,000, then notify foreman & workshop one",
            ),
            Example(
                "如果设备的关键设备=是，则通知王师傅",
                "if machine's critical = yes, then notify Mr Wang",
            ),
        ),
        notes=(
            (
                "名称和别的词容易混淆时，用「」括起来：「…」里的一定是名称。前面还可以写明是什么：角色「班长」。",
                (
                    "Where a name could be taken for something else, put it in backticks. "
                    "You may also say what it is: role `foreman`."
                ),
            ),
            (
                "最多可以连三步，例如 报修单的设备的温度。",
                "A path has at most three steps.",
            ),
            (
                "字段改名后，已保存的规则会自动跟着显示新名称。",
                "When a field is renamed, saved rules show the new name by themselves.",
            ),
        ),
        see=("this_record", "text"),
    ),
    Construct(
        key="this_record",
        group="values",
        name=("本单的字段", "This record's field"),
        meaning=(
            "在查找其他记录的条件里，指回当前这一条记录的字段。",
            "Inside a condition on other records, points back to the current record.",
        ),
        heads=("alias",),
        rows=("OUTER", "RECORDS"),
        examples=(
            Example(
                "存在报修单满足(设备=本单设备 且 处理状态=维修中)",
                "exists repair request where (machine = this machine and repair state = in repair)",
            ),
        ),
        see=("exists", "name"),
    ),
    Construct(
        key="choice",
        group="values",
        name=("选项和状态", "Options and states"),
        meaning=(
            "选项和状态直接写它的名称。",
            "Write an option or a state by its name.",
        ),
        heads=("opt", "state"),
        rows=("STATEWORD",),
        examples=(
            Example("故障等级=严重", "severity = major"),
            Example("故障等级≥严重", "severity >= major"),
            Example("处理状态≠已验收", "repair state != accepted"),
            Example("故障类型包含机械", "fault types contains mechanical"),
        ),
        notes=(
            (
                "只有声明了先后顺序的选项才能比较大小。",
                "Only options that are declared in an order can be compared with < and >.",
            ),
            (
                "多选字段：包含＝选了这一项；等号比较整个选择。",
                "Multiple choice: “contains” means the option is chosen; = compares the whole selection.",
            ),
        ),
        see=("comparison", "membership", "contains"),
    ),
    Construct(
        key="yes_no",
        group="values",
        name=("是和否", "Yes and no"),
        meaning=(
            "勾选字段的值：是或否。",
            "The value of a tick box: yes or no.",
        ),
        heads=("bool",),
        rows=("TRUE", "FALSE", "DENIALS"),
        examples=(
            Example("备件到齐=是", "parts ready = yes"),
            Example("备件到齐=否", "parts ready = no"),
            Example("备件到齐 且 维修进度<50%", "parts ready and progress < 50%"),
            Example("备件未到齐", "parts are not ready"),
        ),
        notes=(
            (
                "单独写字段名就是“等于是”。没有勾选就是否，勾选字段不会为空。",
                "The field alone means “is yes”. A box that is not ticked is no; it is never empty.",
            ),
        ),
        see=("comparison", "and_or_not"),
    ),
    Construct(
        key="date",
        group="values",
        name=("日期和时间", "Dates and times"),
        meaning=(
            "写成 2026-11-21、10:00，或者 2026-11-21 10:00。",
            "Written 2026-11-21, 10:00 or 2026-11-21 10:00.",
        ),
        heads=("date", "moment", "time"),
        rows=(
            "NOW:today",
            "NOW:now",
            "NOW:tomorrow",
            "NOW:yesterday",
            "NOW:in_two_days",
            "NOW:two_days_ago",
        ),
        examples=(
            Example("承诺完成日≤2026-11-30", "promised date <= 2026-11-30"),
            Example("承诺完成日=2026年11月23日", "promised date = 2026-11-23"),
            Example("报修时间>2026-11-20 08:00", "report time > 2026-11-20 08:00"),
            Example("承诺完成日<今天", "promised date < today"),
            Example("承诺完成日是明天", "promised date is tomorrow"),
            Example("承诺完成日 + 3天", "promised date + 3 days"),
            Example("完工日期-承诺完成日", "finish date - promised date"),
            Example("每天10:00，通知班长", "daily at 10:00, notify foreman"),
        ),
        notes=(
            (
                "日期没有钟点；时间精确到钟点，按应用的时区理解。",
                "A date has no time of day. A moment has one, read in the app's time zone.",
            ),
            (
                "日期减日期得到天数；日期加数字就是加天数；加一个月会落在月末以内（1月31日加一个月是2月28日）。",
                (
                    "A date less a date gives days; a date plus a number adds days. "
                    "A month later never runs over the end of the month: 31 January and one month is 28 February."
                ),
            ),
        ),
        see=("duration", "until", "near"),
    ),
    Construct(
        key="duration",
        group="values",
        name=("时长和单位", "Durations and units"),
        meaning=(
            "一个数字加时间单位：30分钟、2小时、3天、2个工作日。",
            "A number with a unit of time: 30 minutes, 2 hours, 3 days, 2 working days.",
        ),
        heads=("dur",),
        rows=("UNIT",),
        examples=(
            Example("停机时长>2小时", "downtime > 2 hours"),
            Example("停机时长≤30分钟", "downtime <= 30 minutes"),
            Example("停机时长>1小时30分钟", "downtime > 1 hour 30 minutes"),
            Example("报修时间 + 1天", "report time + 1 day"),
            Example("承诺完成日 + 1个月", "promised date + 1 month"),
            Example(
                "当报修单提交时，若2个工作日内未派工，则通知维修主管",
                "when a repair request is submitted, if not dispatch within 2 working days, then notify maintenance lead",
            ),
        ),
        notes=(
            (
                "工作日、工作小时按应用的日历计算，跳过休息日和节假日。",
                "Working days and working hours follow the app's calendar and leave out days off.",
            ),
            (
                "月、季度、年长短不一，只能加到日期上，不能用来比较时长。",
                "Months, quarters and years differ in length: they can be added to a date, not compared.",
            ),
            (
                "日期字段不能和小时、分钟比较，请用天。",
                "A date cannot be compared with hours or minutes; use days.",
            ),
        ),
        see=("date", "until", "held"),
    ),
    Construct(
        key="parameter",
        group="values",
        name=("参数", "Parameters"),
        meaning=(
            "由管理员统一维护的值，例如费用上限；规则里写参数名即可。",
            "A value that admins keep in one place, such as a cost limit; a rule names it.",
        ),
        heads=("param",),
        rows=(),
        examples=(
            Example("维修费用>费用上限", "repair cost > cost limit"),
            Example(
                "如果响应时限内未派工，则通知维修主管",
                "if not dispatch within response time, then notify maintenance lead",
            ),
        ),
        notes=(
            (
                "管理员修改参数后，用到它的规则立即按新值判断，不用改规则。",
                "When an admin changes the parameter, the rules that use it follow at once.",
            ),
        ),
        see=("comparison", "not_within"),
    ),
    Construct(
        key="arithmetic",
        group="values",
        name=("加减乘除", "Arithmetic"),
        meaning=(
            "用 + - × ÷ 计算，^ 是乘方；先乘方，再乘除，后加减，括号优先。",
            "Calculate with + - * / and ^ (power). Powers come first, then times and divided by; brackets come before all.",
        ),
        heads=("+", "-", "*", "/"),
        rows=("ADD_OP:+", "ADD_OP:-", "MUL_OP:*", "MUL_OP:/"),
        examples=(
            Example("维修费用 + 报价", "repair cost + quoted price"),
            Example("维修费用-报价", "repair cost - quoted price"),
            Example("工时 × 80", "labour hours * 80"),
            Example("工时乘以80", "labour hours multiplied by 80"),
            Example("维修费用 ÷ 工时", "repair cost / labour hours"),
            Example("(维修费用-报价) / 报价", "(repair cost - quoted price) / quoted price"),
            Example("-工时", "-labour hours"),
            Example("工时 ^ 2", "labour hours ^ 2"),
        ),
        notes=(
            (
                "任何一边为空，结果就为空；除以零也为空。除法保留12位小数。",
                "If either side is empty, so is the result; dividing by zero gives empty. Division keeps 12 decimals.",
            ),
            (
                "金额不能乘金额。",
                "Money cannot be multiplied by money.",
            ),
        ),
        see=("number", "join", "formula"),
    ),
    Construct(
        key="join",
        group="values",
        name=("连接文本", "Joining text"),
        meaning=(
            "用 & 把文本接起来。",
            "Joins pieces of text with &.",
        ),
        heads=("concat",),
        rows=(),
        examples=(Example("故障原因 & “（待确认）”", 'cause & " (to be confirmed)"'),),
        notes=(("空的部分会略过。", "Empty parts are left out."),),
        see=("text", "arithmetic"),
    ),
)
