"""What the words of statuses say, in eleven languages."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from addin.deals.reading.phrases import CYRILLIC, LATIN, matches, role_names
from addin.deals.reading.status_text import number_in_front, stated_percent, words_of
from addin.deals.stages import Role

STATUSES = tomllib.loads(Path(__file__).with_name("status_words.toml").read_text(encoding="utf-8"))


def role(status: str) -> str:
    match = matches([status])[status]
    return match.kind.role.value if match else "unknown"


@pytest.mark.parametrize(
    ("status", "meant"),
    [(status, meant) for by_role in STATUSES.values() for meant, some in by_role.items() for status in some],
)
def test_the_words_of_a_status_tell_its_role_in_any_language(status: str, meant: str) -> None:
    assert role(status) == meant


def test_every_language_has_its_examples() -> None:
    assert set(STATUSES) == {*CYRILLIC, *LATIN}


@pytest.mark.parametrize(
    "status",
    ["ОЖИДАЕМ  ОПЛАТУ", "ждем\u00a0оплату", "Ждём оплату (2)", "awaiting_payment", "awaitingPayment"],
)
def test_case_spaces_and_marks_change_nothing(status: str) -> None:
    assert role(status) == "presale"


@pytest.mark.parametrize(
    "activity", ["Demo", "Site visit", "Call", "Workshop", "Audit", "Test", "Trial lesson"]
)
@pytest.mark.parametrize("done", ["completed", "done", "scheduled", "requested"])
def test_an_activity_done_or_planned_is_work_and_no_sale(activity: str, done: str) -> None:
    assert role(f"{activity} {done}") == "work"
    assert role(f"{done} {activity}") == "work"


@pytest.mark.parametrize("where", ["elsewhere", "from a competitor", "from another dealer"])
@pytest.mark.parametrize("how", ["Bought", "Purchased", "Sold"])
def test_a_purchase_elsewhere_is_lost(how: str, where: str) -> None:
    assert role(f"{how} {where}") == "lost"
    assert role(how) == "won" or how == "Bought"


@pytest.mark.parametrize("status", ["Спам / неадекват", "Spam, wrong person", "Spam calls"])
def test_spam_beside_other_words_is_somebody_who_never_was_a_customer(status: str) -> None:
    assert role(status) == "nontarget"


def test_a_meeting_set_stands_before_one_held() -> None:
    found = matches(["Meeting completed", "Meeting scheduled", "Meeting"])
    ranks = [
        match.rank for name in ("Meeting scheduled", "Meeting", "Meeting completed") if (match := found[name])
    ]
    assert ranks == sorted(set(ranks))


def test_the_language_of_the_other_statuses_settles_a_word_of_two_languages() -> None:
    # «Zamknięte» and "Test" would be anybody's; beside Polish statuses Polish counts
    polish = matches(["Nowy", "Wygrana", "Przegrana", "Oferta wysłana"])
    assert [match.kind.role for match in polish.values() if match] == [
        Role.INTAKE, Role.WON, Role.LOST, Role.WORK,
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["", "12", "???", "進行中", "Zorblax", "🔥"])
def test_words_of_no_language_say_nothing(status: str) -> None:
    assert role(status) == "unknown"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("01 - Встреча", ["встреча"]),
        ("A) Meeting", ["meeting"]),
        ("C2:NEW", ["new"]),
        ("EB sign-off (75%)", ["eb", "sign", "off"]),
        ("75% - Proposal", ["proposal"]),
        ("Proposal - 75 %", ["proposal"]),
        ("Démo réalisée", ["demo", "realisee"]),
        ("Zakończone – wygrana", ["zakonczone", "wygrana"]),
        ("142", ["142"]),
    ],
)
def test_numbers_letters_and_percentages_beside_a_name_are_no_words_of_it(
    status: str, words: list[str]
) -> None:
    assert words_of(status) == words


def test_percentages_and_numbers_of_a_name_are_read() -> None:
    names = ["EB sign-off (75%)", "10% - New", "Offer - 40 %", "Paid 50%", "New"]
    assert [stated_percent(name) for name in names] == [75, 10, 40, None, None]
    numbered = ["02 - Call", "3. Demo", "C4:1_x", "50% paid", "2026 plan", "Call 2"]
    assert [number_in_front(name) for name in numbered] == [2, 3, 1, None, None, None]


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("addin.deals.reading") / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", [*CYRILLIC, *LATIN])
def test_every_phrase_means_what_it_stands_under(lang: str) -> None:
    kinds, words = _data("roles.toml")["kind"], _data(f"status_words/{lang}.toml")["words"]
    others = [
        phrase.replace("*", "") for kind in ("won", "new", "lost", "offer") for phrase in words[kind][:3]
    ]
    wrong = []
    for kind, phrases in words.items():
        for phrase in phrases:
            status = phrase.replace("*", "")
            found = matches([status, *others])[status]
            # «spam» and "test" alone are records of nobody, beside other words they are not
            alone = {"ignore"} if kind in ("junk", "activity") else set()
            if found is None or found.kind.role.value not in {kinds[kind]["role"]} | alone:
                wrong.append((kind, phrase, found and found.kind.role.value))
    assert wrong == []


def test_no_name_of_a_role_stands_under_two() -> None:
    roles: dict[tuple[str, ...], set[Role]] = {}
    for role_of, words in role_names():
        roles.setdefault(words, set()).add(role_of)
    assert [words for words, some in roles.items() if len(some) > 1] == []


def test_thousands_of_names_that_are_no_stages_are_looked_at_quickly() -> None:
    names = [f"Some long remark number {n} about nothing in particular" for n in range(3000)]
    assert len(matches(names)) == 3000
