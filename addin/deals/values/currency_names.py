"""Currencies by their ISO codes, their signs and the words people use for them."""

from __future__ import annotations

import re

from addin.deals.values.text import fold

_CODES = (
    "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd btn bwp byn bzd "
    "cad cdf chf clp cny cop crc cup cve czk djf dkk dop dzd egp ern etb eur fjd fkp gbp gel ghs gip gmd "
    "gnf gtq gyd hkd hnl htg huf idr ils inr iqd irr isk jmd jod jpy kes kgs khr kmf kpw krw kwd kyd kzt "
    "lak lbp lkr lrd lsl lyd mad mdl mga mkd mmk mnt mop mru mur mvr mwk mxn myr mzn nad ngn nio nok npr "
    "nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sdg sek sgd shp sle sos srd ssp "
    "stn svc syp szl thb tjs tmt tnd top try ttd twd tzs uah ugx usd uyu uzs ves vnd vuv wst xaf xcd xof "
    "xpf yer zar zmw zwg"
)
_NAMES = {
    "RUB": "₽ руб р p rur рубль рубля рублю рублем рубле рубли рублей рублям рублями рублях росруб россруб "
    "российскийрубль российскогорубля российскиерубли российскихрублей российскихрублях рубрф рубльрф "
    "рублирф рублейрф ruble rubles rouble roubles russianruble russianrubles russianrouble russianroubles",
    "USD": "$ us$ usd$ $us дол долл доллар доллара доллару долларом долларе доллары долларов долларам "
    "долларами долларах долсша доллсша долларсша долларасша долларысша долларовсша долларахсша "
    "dollar dollars usdollar usdollars unitedstatesdollar unitedstatesdollars американскийдоллар "
    "американскиедоллары",
    "EUR": "€ евро euro euros",
    "KZT": "₸ тг тнг тенге казахстанскийтенге казахстанскиетенге казахстанскихтенге tenge kazakhstanitenge",
    "UAH": "₴ грн гривна гривня гривны гривне гривну гривной гривен гривень гривнам гривнах украинскаягривна "
    "украинскиегривны украинскихгривен hryvnia hryvnias ukrainianhryvnia",
    "BYN": "br byr бр белруб белрубль белрубля белрубли белрублей белорусскийрубль белорусскогорубля "
    "белорусскиерубли белорусскихрублей белорусскихрублях рубрб belarusianruble belarusianrubles",
    "GBP": "£ фунт фунта фунтов",
    "CNY": "¥ ￥ 元 юань юаня юаней rmb",
    "UZS": "сум сума сумов so'm soʻm som",
    "GEL": "₾ лари",
    "AMD": "֏ драм драма драмов",
    "TRY": "₺ лира лиры лир tl",
    "PLN": "zł zl злотый злотых",
    "AZN": "₼ манат маната манатов",
    "KGS": "сом сома сомов",
    "MDL": "лей лея леев",
    "INR": "₹ rs",
    "ILS": "₪",
    "KRW": "₩",
    "JPY": "円 jp¥",
    "VND": "₫",
    "THB": "฿",
    "CZK": "kč",
    "CHF": "fr",
}
_CURRENCY = {code: code.upper() for code in _CODES.split()} | {
    word: code for code, words in _NAMES.items() for word in words.split()
}
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NO_LETTER = re.compile(r"[\s.()\[\]]")


def currency_code(text: str) -> str:
    """The ISO code that a sign, a word or a code of a currency means, "" if it means none.

    What stands in brackets may name the same currency again ("RUB (₽)"), or say nothing ("US Dollar(s)");
    where it names another one the text means none.
    """
    folded = fold(text)
    parts = [_BRACKETS.sub("", folded), *_BRACKETS.findall(folded)]
    codes = {_CURRENCY.get(_NO_LETTER.sub("", part), "") for part in parts} - {""}
    return codes.pop() if len(codes) == 1 else ""
