"""Options and arguments of commands; help texts stand here as keys of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def option(key: str, *names: str, metavar: str | None = None) -> Any:
    """An option by the key of its help text in the catalogue."""
    return typer.Option(*names, help=f"option.{key}", metavar=metavar, show_default=False, readable=False)


Text = str | None
File = Path | None
DealsArgument = Annotated[
    Path, typer.Argument(help="argument.deals", metavar="DEALS", show_default=False, readable=False)
]
Folder = Annotated[Path, typer.Argument(help="argument.folder", metavar="[DIR]", show_default=False)]
AsOf = Annotated[Text, option("as_of", "--as-of", metavar="DATE")]
LangOption = Annotated[Text, option("lang", "--lang", metavar="ru|en")]
Stages = Annotated[File, option("stages", "--stages", metavar="FILE")]
History = Annotated[File, option("history", "--history", metavar="FILE")]
Spend = Annotated[File, option("spend", "--spend", metavar="FILE")]
Plan = Annotated[File, option("plan", "--plan", metavar="FILE")]
Rates = Annotated[File, option("rates", "--rates", metavar="FILE")]
Propose = Annotated[File, option("propose", "--propose", metavar="FILE.xlsx")]
Mapping = Annotated[File, option("map", "--map", metavar="FILE")]
Pipeline = Annotated[Text, option("pipeline", "--pipeline", metavar="NAME")]
Currency = Annotated[Text, option("currency", "--currency", metavar="CODE")]
Timezone = Annotated[Text, option("timezone", "--timezone", metavar="ZONE")]
DateOrder = Annotated[Text, option("date_order", "--date-order", metavar="dmy|mdy")]
DealUrl = Annotated[Text, option("deal_url", "--deal-url", metavar="URL")]
By = Annotated[Text, option("by", "--by", metavar="COLUMN")]
Quiet = Annotated[bool, option("quiet", "--quiet", "-q")]
Debug = Annotated[bool, option("debug", "--debug")]
Out = Annotated[File, option("out", "--out", "-o", metavar="FILE")]
BacktestOut = Annotated[File, option("backtest_out", "--out", "-o", metavar="FILE")]
Json = Annotated[File, option("json", "--json", metavar="FILE|-")]
PeriodOption = Annotated[Text, option("period", "--period", metavar="PERIOD")]
WindowOption = Annotated[Text, option("window", "--window", metavar="PERIOD")]
Horizon = Annotated[Text, option("horizon", "--horizon", metavar="DAYS|auto")]
MacroWorkbook = Annotated[
    File, typer.Argument(help="argument.macro_workbook", metavar="[FILE]", show_default=False)
]
Template = Annotated[File, option("template", "--template", metavar="FILE")]
Ledger = Annotated[File, option("ledger", "--ledger", metavar="FILE")]
DealsSheet = Annotated[Text, option("deals_sheet", "--sheet", metavar="NAME")]
Store = Annotated[File, option("store", "--store", metavar="FILE")]
Whole = Annotated[bool, option("whole", "--whole")]
Login = Annotated[bool, option("login", "--login")]
Crm = Annotated[str, typer.Argument(help="argument.crm", metavar="CRM", show_default=False, readable=False)]
PulledCrm = Annotated[Text, option("pulled_crm", "--crm", metavar="CRM")]
At = Annotated[str, typer.Option("--at", help="option.at", metavar="HH:MM")]
Form = Annotated[Text, option("form", "--form", metavar="systemd|cron|windows")]
ScheduleFolder = Annotated[
    Path, typer.Option("--folder", help="option.schedule_folder", metavar="DIR", show_default=False)
]
DigestOut = Annotated[File, option("digest_out", "--out", "-o", metavar="FILE.eml")]
Smtp = Annotated[Text, option("smtp", "--smtp", metavar="HOST:PORT")]
Sender = Annotated[Text, option("sender", "--from", metavar="ADDRESS")]
Receivers = Annotated[list[str] | None, option("receivers", "--to", metavar="ADDRESS")]
SharedSheet = Annotated[Text, option("sheet", "--sheet", metavar="KEY|URL")]
Credentials = Annotated[File, option("credentials", "--credentials", metavar="FILE")]
Impersonate = Annotated[Text, option("impersonate", "--impersonate", metavar="EMAIL")]


def params(ctx: typer.Context) -> dict[str, Any]:
    """The parameters of a command; a language named before it counts as named for it."""
    lang, above = ctx.params.get("lang"), ctx.parent
    while not lang and above is not None:
        lang, above = above.params.get("lang"), above.parent
    return {**ctx.params, "lang": lang}
