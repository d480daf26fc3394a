"""The loose reader beside the strict grammar: sentences a free text may mean, and what it leaves open.

    >>> offer("一小时没接单就改派给值班电工", vocabulary, "ticket").offers[0].text
    "如果1小时内未接单，则分配给值班电工"

It finds the names and words it knows (:mod:`lexical`), puts neighbours together by what they mean
(:mod:`chart` with the rules of :mod:`conditions`, :mod:`happenings`, :mod:`related`, :mod:`deeds`),
tiles the text with the phrases found (:mod:`assemble`) and prints what the strict grammar reads back.
"""

from rule_dsl.offers.ask import Choice, Question
from rule_dsl.offers.offer import Offer, Offered, offer
from rule_dsl.offers.told import as_dict, meaning, question

__all__ = ["Choice", "Offer", "Offered", "Question", "as_dict", "meaning", "offer", "question"]
