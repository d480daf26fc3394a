"""Who an app is staffed with can sign in with the password that was shown, at once and from then on."""

from __future__ import annotations

from runtime.commands.admission import Admission
from runtime.commands.staff import Member, staff_app
from runtime.store import engine, passwords, people
from tests.house import House, app_of
from tests.imports.depot import APP, PART, SLIP


def test_a_drawn_password_lets_in_twice_and_is_kept_as_any_other_after_the_first(
    house: House,
) -> None:
    spec = app_of(app=APP, forms__part=PART, forms__slip=SLIP)
    house.publish(spec)
    made, other = staff_app(
        house.installation, spec, [Member("wu", "吴", ("keeper",)), Member("he", "何", ("keeper",))]
    )
    admission = Admission(house.installation)
    assert made.password is not None
    assert made.password != other.password
    assert admission.sign_in("wu", str(other.password)) is None
    for _ in range(2):
        person = admission.sign_in("wu", made.password)
        assert person is not None
        assert person.login == "wu"
        with engine.reading(house.installation.engine) as connection:
            kept = people.credentials(connection, "wu")
        assert kept is not None
        assert kept.digest is not None
        assert not passwords.is_outdated(kept.digest)
    again = staff_app(house.installation, spec, [Member("wu", "吴", ("keeper",))])
    assert again[0].password is None
    assert admission.sign_in("wu", made.password) is not None
