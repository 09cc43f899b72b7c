"""Sums whose heading names the unit they stand in."""

from __future__ import annotations

import pytest

from tests.deals.sheets import STAGES, column, issues, load, short


@pytest.mark.parametrize(
    ("header", "cell", "sum_", "scale"),
    [
        ("amountMicros", 5_000_000, 5.0, "× 0.000001"),
        ("amount_micros", "3500490000", 3500.49, "× 0.000001"),
        ("Сумма, тыс. руб.", 350, 350_000.0, "× 1,000"),
        ("Сумма сделки (млн ₽)", "1,5", 1_500_000.0, "× 1,000,000"),
        ("Сумма в копейках", 12_345, 123.45, "× 0.01"),
        ("Amount ($k)", "12.5", 12_500.0, "× 1,000"),
        ("Amount, USD thousands, net", 3, 3_000.0, "× 1,000"),
        ("amount_cents", 1999, 19.99, "× 0.01"),
        ("Betrag (TEUR)", 40, 40_000.0, "× 1,000"),
        ("Betrag in Tsd. €", 40, 40_000.0, "× 1,000"),
        ("Montant (k€)", 7, 7_000.0, "× 1,000"),
        ("Kwota, tys. zł", 7, 7_000.0, "× 1,000"),
        ("Сума, тис. грн", 7, 7_000.0, "× 1,000"),
        ("Tutar (bin TL)", 7, 7_000.0, "× 1,000"),
    ],
)
def test_sums_are_money_whatever_their_unit_and_that_is_said(
    header: str, cell: object, sum_: float, scale: str
) -> None:
    data = load(short(header, cell), stages=STAGES)
    assert column(data, "amount") == [sum_]
    assert (0, header, scale, "amount_scaled", "kept") in issues(data)


def test_a_sum_with_a_unit_of_its_own_is_not_multiplied_twice() -> None:
    data = load(short("Сумма, тыс. руб.", "150 тыс.", "150"), stages=STAGES)
    assert column(data, "amount") == [150_000.0, 150_000.0]


@pytest.mark.parametrize(
    "header", ["Сумма, руб.", "Amount (USD)", "amount_usd", "Сумма к оплате", "Deal - Value"]
)
def test_other_headings_change_no_sum(header: str) -> None:
    data = load(short(header, 350), stages=STAGES)
    assert "amount_scaled" not in data.issues.reasons()
    assert column(data, "amount") in ([350.0], [None])


@pytest.mark.parametrize("header", ["Бюджет, млн руб.", "Amount ($K)", "Betrag in Tsd. €", "Kwota, tys. zł"])
@pytest.mark.parametrize("mark", [",", "."])
def test_a_mark_that_may_group_under_a_unit_is_asked_about_not_guessed(header: str, mark: str) -> None:
    cells = [f"47{mark}600", f"12{mark}350", f"8{mark}125", f"31{mark}700", "250"]
    data = load(short(header, *cells), stages=STAGES)
    assert column(data, "amount")[:4] == [None] * 4
    assert "amount_mark_unsure" in data.issues.reasons()


@pytest.mark.parametrize(
    ("cells", "thousands"),
    [
        (["1.250,50", "2.500"], [1250.5, 2500.0]),
        (["1,250.5", "2,500"], [1250.5, 2500.0]),
        (["0,450"], [0.45]),
    ],
)
def test_a_mark_shown_elsewhere_is_read_under_a_unit(cells: list[str], thousands: list[float]) -> None:
    data = load(short("Сумма, тыс. руб.", *cells), stages=STAGES)
    assert column(data, "amount") == [one * 1000 for one in thousands]
