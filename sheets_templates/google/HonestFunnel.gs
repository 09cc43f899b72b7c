// Made from the registry of cell functions; not to be changed by hand.

/**
 * Conversion of a stage: the share that moved on within the horizon. Without stages, from the first to won. #N/A: too early, or no data.
 *
 * @param {any} deals The first argument is the cell hf_deals, for example =INTAKE(hf_deals; "leads").
 * @param {any} from_stage From which stage. Left out: the first.
 * @param {any} to_stage To which stage, any later one. With only the first given, the next one; with neither, won.
 * @param {any} manager Manager; "not given" are the deals of nobody. Left out: all.
 * @param {any} source Source; "not given" are the deals without one. Left out: all.
 * @param {any} window Which days of entry count: a period or all. Left out: the report's window.
 * @param {any} measure Measure: rate, low, high, entered, advanced, followed, bound_low… or a heading; for one manager or source also expected, shrunk_rate, verdict. By default rate.
 * @return {any}
 * @customfunction
 */
function STAGE_CONV(deals, from_stage, to_stage, manager, source, window, measure) {
  return hfAnswer_('STAGE_CONV', { deals: deals, from_stage: from_stage, to_stage: to_stage, manager: manager, source: source, window: window, measure: measure });
}

/**
 * Intake of leads in the period: a count or a rate. Without a measure, how many leads came.
 *
 * @param {any} deals The first argument is the cell hf_deals, for example =INTAKE(hf_deals; "leads").
 * @param {any} measure Measure: leads, taken, taken_rate, untouched… or a heading of the report. By default leads.
 * @param {any} manager Manager; "not given" are the leads of nobody. Left out: all.
 * @param {any} source Source; "not given" are the leads without one. Left out: all.
 * @param {any} period Period: 2026-09, 2026-Q3, 2026-W38, 2026-09-01..2026-09-15, 2026 or all. Left out: the report's.
 * @return {any}
 * @customfunction
 */
function INTAKE(deals, measure, manager, source, period) {
  return hfAnswer_('INTAKE', { deals: deals, measure: measure, manager: manager, source: source, period: period });
}

/**
 * Pre-sale deals: how many, their amounts, and the money to expect by the end of the month.
 *
 * @param {any} deals The first argument is the cell hf_deals, for example =INTAKE(hf_deals; "leads").
 * @param {any} measure Measure: expected, low, high, count, amount, unpriced, expected_period, expected_horizon. By default expected; low and high are the 80% interval.
 * @param {any} manager Manager; "not given" are the deals of nobody. Left out: all.
 * @param {any} source Source; "not given" are the deals without one. Left out: all.
 * @param {any} component Part of the month's revenue: closed, presale, earlier, new, total, which have expected, low and high. Left out: the deals in pre-sale.
 * @return {any}
 * @customfunction
 */
function PRESALE_FORECAST(deals, measure, manager, source, component) {
  return hfAnswer_('PRESALE_FORECAST', { deals: deals, measure: measure, manager: manager, source: source, component: component });
}

/**
 * What a month or a week brought, and how it stood on the same day as the present one. Without a measure, revenue.
 *
 * @param {any} deals The first argument is the cell hf_deals, for example =INTAKE(hf_deals; "leads").
 * @param {any} measure Measure: leads, taken, wins, revenue, average, plan, and with _so_far up to the same day: leads_so_far, presale_so_far… or a heading. By default revenue.
 * @param {any} month A month or a week: 2026-09, Sep 2026, 2026-W38. Left out: the month of the report's day.
 * @return {any}
 * @customfunction
 */
function TREND(deals, measure, month) {
  return hfAnswer_('TREND', { deals: deals, measure: measure, month: month });
}

/**
 * Days until half, or 80%, of those who move on from a stage have moved on, and who stands there. Without a stage, from lead to win. #N/A: too early, or no dates.
 *
 * @param {any} deals The first argument is the cell hf_deals, for example =INTAKE(hf_deals; "leads").
 * @param {any} stage The stage. Left out: the whole way, from creation to won.
 * @param {any} measure Measure: days_half, days_80, half_low, half_high, end_half, standing, longest_days, visits… or a heading. By default days_half.
 * @param {any} manager Manager; "not given" are the deals of nobody. Left out: all.
 * @return {any}
 * @customfunction
 */
function TIME_IN_STAGE(deals, stage, measure, manager) {
  return hfAnswer_('TIME_IN_STAGE', { deals: deals, stage: stage, measure: measure, manager: manager });
}

var HF = {
 "measures": {
  "STAGE_CONV": {
   "from": [
    "from",
    "С этапа",
    "From stage"
   ],
   "to": [
    "to",
    "На этап",
    "To stage"
   ],
   "entered": [
    "entered",
    "Вошло",
    "Entered"
   ],
   "advanced": [
    "advanced",
    "Прошло дальше",
    "Advanced"
   ],
   "lost": [
    "lost",
    "Отказ",
    "Lost"
   ],
   "nontarget": [
    "nontarget",
    "Нецелевые",
    "Non-target"
   ],
   "open": [
    "open",
    "Ещё стоит",
    "Still open"
   ],
   "followed": [
    "followed",
    "Прослежено весь срок",
    "Watched the whole horizon"
   ],
   "rate": [
    "rate",
    "Конверсия",
    "Rate"
   ],
   "low": [
    "low",
    "От",
    "Low"
   ],
   "high": [
    "high",
    "До",
    "High"
   ],
   "rate_target": [
    "rate_target",
    "Среди целевых",
    "Among target"
   ],
   "bound_low": [
    "bound_low",
    "Граница снизу",
    "Bound, low"
   ],
   "bound_high": [
    "bound_high",
    "Граница сверху",
    "Bound, high"
   ],
   "note": [
    "note",
    "Пояснение",
    "Note"
   ],
   "basis": [
    "basis",
    "Основа",
    "Basis"
   ],
   "horizon_days": [
    "horizon_days",
    "Горизонт, дней",
    "Horizon, days"
   ],
   "advanced_h": [
    "advanced_h",
    "Прошло за горизонт",
    "Advanced in horizon"
   ],
   "undated": [
    "undated",
    "Без дат",
    "Undated"
   ],
   "reopened": [
    "reopened",
    "Открыто заново",
    "Reopened"
   ],
   "skipped_share": [
    "skipped_share",
    "Доля с пропуском",
    "Skipped share"
   ],
   "reach_low": [
    "reach_low",
    "Дошло, точно",
    "Reached, known"
   ],
   "reach_high": [
    "reach_high",
    "Дошло, не больше",
    "Reached, at most"
   ],
   "pipeline": [
    "pipeline",
    "Воронка",
    "Pipeline"
   ],
   "expected": [
    "expected",
    "Ожидаемая доля",
    "Expected rate"
   ],
   "verdict": [
    "verdict",
    "Вывод",
    "Verdict"
   ],
   "shrunk_rate": [
    "shrunk_rate",
    "Сглаж. конверсия",
    "Shrunk rate"
   ],
   "p_weak": [
    "p_weak",
    "Вероятно слабее",
    "P (weak)"
   ],
   "p_strong": [
    "p_strong",
    "Вероятно сильнее",
    "P (strong)"
   ]
  },
  "INTAKE": {
   "leads": [
    "leads",
    "Лиды",
    "Leads"
   ],
   "taken": [
    "taken",
    "Взято в работу",
    "Taken"
   ],
   "dropped": [
    "dropped",
    "Отказ сразу",
    "Dropped untouched"
   ],
   "screened": [
    "screened",
    "Нецелевые сразу",
    "Screened out"
   ],
   "untouched": [
    "untouched",
    "Не тронуто",
    "Untouched"
   ],
   "unknown": [
    "unknown",
    "Неизвестно",
    "Unknown"
   ],
   "taken_rate": [
    "taken_rate",
    "Доля взятых",
    "Taken rate"
   ],
   "in_work": [
    "in_work",
    "В работе",
    "In work"
   ],
   "presale": [
    "presale",
    "В предпродаже",
    "In pre-sale"
   ],
   "won": [
    "won",
    "Оплачено",
    "Won"
   ],
   "lost": [
    "lost",
    "Отказ",
    "Lost"
   ],
   "nontarget": [
    "nontarget",
    "Нецелевые",
    "Non-target"
   ],
   "nontarget_rate": [
    "nontarget_rate",
    "Доля нецелевых",
    "Non-target rate"
   ],
   "overdue": [
    "overdue",
    "Просрочен контакт",
    "Contact overdue"
   ],
   "oldest_untouched_days": [
    "oldest_untouched_days",
    "Старшая без касания, дней",
    "Oldest untouched, days"
   ],
   "hours_to_touch_median": [
    "hours_to_touch_median",
    "Часов до касания, медиана",
    "Hours to touch, median"
   ],
   "note": [
    "note",
    "Пояснение",
    "Note"
   ],
   "taken_low": [
    "taken_low",
    "Взятых, от",
    "Taken, low"
   ],
   "taken_high": [
    "taken_high",
    "Взятых, до",
    "Taken, high"
   ],
   "processed": [
    "processed",
    "Разобрано",
    "Processed"
   ],
   "processed_rate": [
    "processed_rate",
    "Доля разобранных",
    "Processed rate"
   ],
   "processed_low": [
    "processed_low",
    "Разобр., от",
    "Processed, low"
   ],
   "processed_high": [
    "processed_high",
    "Разобр., до",
    "Processed, high"
   ],
   "in_intake": [
    "in_intake",
    "Ещё в приёме",
    "Still in intake"
   ],
   "unclassified": [
    "unclassified",
    "Статус незнаком",
    "Status unknown"
   ],
   "nontarget_coverage": [
    "nontarget_coverage",
    "Статус известен",
    "Status known, share"
   ],
   "hours_to_touch_p90": [
    "hours_to_touch_p90",
    "Часов до касания, 90 %",
    "Hours to touch, 90%"
   ]
  },
  "PRESALE_FORECAST": {
   "count": [
    "count",
    "Сделок",
    "Deals"
   ],
   "amount": [
    "amount",
    "Сумма",
    "Amount"
   ],
   "expected": [
    "expected",
    "Ожидается до конца месяца",
    "Expected by end of month"
   ],
   "unpriced": [
    "unpriced",
    "Без суммы",
    "No amount"
   ],
   "expected_period": [
    "expected_period",
    "Ожидаемая сумма до конца периода",
    "Expected by end of period"
   ],
   "expected_horizon": [
    "expected_horizon",
    "Ожидаемая сумма",
    "Expected amount"
   ],
   "low": [
    "low",
    "От",
    "Low"
   ],
   "high": [
    "high",
    "До",
    "High"
   ]
  },
  "TREND": {
   "leads": [
    "leads",
    "Лиды",
    "Leads"
   ],
   "taken": [
    "taken",
    "Взято в работу",
    "Taken"
   ],
   "wins": [
    "wins",
    "Оплат",
    "Wins"
   ],
   "revenue": [
    "revenue",
    "Выручка",
    "Revenue"
   ],
   "average": [
    "average",
    "Средний чек",
    "Average sum"
   ],
   "plan": [
    "plan",
    "План",
    "Plan"
   ],
   "leads_so_far": [
    "leads_so_far",
    "Лиды к этому дню",
    "Leads by that day"
   ],
   "taken_so_far": [
    "taken_so_far",
    "Взято к этому дню",
    "Taken by that day"
   ],
   "wins_so_far": [
    "wins_so_far",
    "Оплат к этому дню",
    "Wins by that day"
   ],
   "revenue_so_far": [
    "revenue_so_far",
    "Выручка к этому дню",
    "Revenue by that day"
   ],
   "presale_so_far": [
    "presale_so_far",
    "В предпродаже в этот день",
    "In pre-sale that day"
   ],
   "won_rate_so_far": [
    "won_rate_so_far",
    "Лид → оплата на этот день",
    "Lead → win as of that day"
   ],
   "note": [
    "note",
    "Пояснение",
    "Note"
   ]
  },
  "TIME_IN_STAGE": {
   "visits": [
    "visits",
    "Вошло сделок",
    "Deals entered"
   ],
   "days_half": [
    "days_half",
    "Половина проходит за, дней",
    "Half move on in, days"
   ],
   "half_low": [
    "half_low",
    "Половина, от",
    "Half, low"
   ],
   "half_high": [
    "half_high",
    "Половина, до",
    "Half, high"
   ],
   "days_80": [
    "days_80",
    "80 % проходят за, дней",
    "80% move on in, days"
   ],
   "d80_low": [
    "d80_low",
    "80 %, от",
    "80%, low"
   ],
   "d80_high": [
    "d80_high",
    "80 %, до",
    "80%, high"
   ],
   "end_half": [
    "end_half",
    "Половина решается за, дней",
    "Half decided in, days"
   ],
   "end_80": [
    "end_80",
    "80 % решаются за, дней",
    "80% decided in, days"
   ],
   "standing": [
    "standing",
    "Стоит сейчас",
    "Standing now"
   ],
   "longest_days": [
    "longest_days",
    "Дольше всех стоит, дней",
    "Longest stands, days"
   ],
   "note": [
    "note",
    "Пояснение",
    "Note"
   ],
   "followed": [
    "followed",
    "Прослежено весь срок",
    "Watched the whole horizon"
   ],
   "advanced_h": [
    "advanced_h",
    "Прошло за горизонт",
    "Advanced in horizon"
   ],
   "skipped_share": [
    "skipped_share",
    "Доля с пропуском",
    "Skipped share"
   ]
  }
 },
 "standard": {
  "STAGE_CONV": "rate",
  "INTAKE": "leads",
  "PRESALE_FORECAST": "expected",
  "TREND": "revenue",
  "TIME_IN_STAGE": "days_half"
 },
 "ofOne": [
  "expected",
  "verdict",
  "shrunk_rate",
  "p_weak",
  "p_strong"
 ],
 "ofEveryComponent": [
  "expected",
  "low",
  "high"
 ],
 "components": {
  "closed": [
   "closed",
   "оплачено",
   "closed"
  ],
  "presale": [
   "presale",
   "предпродажа",
   "pre-sale"
  ],
  "earlier": [
   "earlier",
   "ранние этапы",
   "earlier stages"
  ],
  "new": [
   "new",
   "новые лиды",
   "new leads"
  ],
  "total": [
   "total",
   "итого",
   "total"
  ]
 },
 "texts": {
  "none": {
   "ru": "Отчёт ещё не опубликован: нет имени hf_answers. Выполните «honest-funnel sheets init» и «sheets sync».",
   "en": "No report is published yet: there is no name hf_answers. Run \"honest-funnel sheets init\" and \"sheets sync\"."
  },
  "deals": {
   "ru": "Первый аргумент — ячейка hf_deals, например =INTAKE(hf_deals; \"leads\").",
   "en": "The first argument is the cell hf_deals, for example =INTAKE(hf_deals; \"leads\")."
  },
  "both": {
   "ru": "Здесь есть числа по всем, по одному менеджеру или по одному источнику. Оставьте либо менеджера, либо источник.",
   "en": "Here are numbers of all, of one manager or of one source. Leave either the manager or the source."
  },
  "period": {
   "ru": "Опубликован период отчёта: %s. Другой период считают функции в Excel и LibreOffice; или задайте его на вкладке настроек.",
   "en": "The report's own period is published: %s. Other periods are computed by the functions in Excel and LibreOffice; or set it in the settings."
  },
  "window": {
   "ru": "Опубликовано окно отчёта: %s. Другое окно считают функции в Excel и LibreOffice; или задайте его на вкладке настроек.",
   "en": "The report's own window is published: %s. Other windows are computed by the functions in Excel and LibreOffice; or set it in the settings."
  },
  "pair": {
   "ru": "Опубликованы шаги на соседний этап и от первого до последнего: %s.",
   "en": "Published are the steps from each stage to the next, and from the first to the last: %s."
  },
  "name": {
   "ru": "Нет имени «%s». Есть: %s.",
   "en": "There is no name \"%s\". There are: %s."
  },
  "of_one": {
   "ru": "Этот показатель сравнивает одного с остальными: укажите менеджера или источник.",
   "en": "This measure compares one with the others: give a manager or a source."
  },
  "of_presale": {
   "ru": "Этот показатель есть только у предпродажи; у других частей выручки есть: %s.",
   "en": "This measure is of pre-sale deals alone; the other parts of the revenue have: %s."
  },
  "month": {
   "ru": "Опубликованы месяцы и недели отчёта: %s. Другие доступны в LibreOffice и Excel.",
   "en": "The report's months and weeks are published: %s. Others are at hand in LibreOffice and Excel."
  },
  "last": {
   "ru": "«%s» — последний этап, дальше с него не идут. Этапы: %s.",
   "en": "\"%s\" is the last stage: nobody moves on from it. Stages: %s."
  }
 }
};

/** What is published for a function's arguments; a text where there is nothing. */
function hfAnswer_(name, given) {
  var published = hfPublished_();
  if (!published) return HF.texts.none.en;
  var report = published.report;
  var say = function (key) {
    var text = HF.texts[key][report.lang];
    for (var i = 1; i < arguments.length; i++) text = text.replace('%s', arguments[i]);
    return text;
  };
  try {
    if (hfTable_(given.deals)) throw say('deals');
    var measure = hfMeasure_(name, given.measure, say);
    var who = hfWho_(report, given, say);
    var part = name === 'STAGE_CONV' ? hfPair_(report, given, say) : '';
    if (name === 'PRESALE_FORECAST') part = hfComponent_(measure, given.component, say);
    if (name === 'TREND') part = hfMonth_(report, given.month, say);
    if (name === 'TIME_IN_STAGE') part = hfStage_(report, given.stage, say);
    hfOwn_(report.period, given.period, 'period', say);
    hfOwn_(report.window, given.window, 'window', say);
    if (name === 'STAGE_CONV' && HF.ofOne.indexOf(measure) >= 0 && !who.by) throw say('of_one');
    var values = published.rows[[name, who.by, who.name, part].join('\n')] || {};
    return measure in values ? values[measure] : null;
  } catch (told) {
    if (typeof told !== 'string') throw told;
    return told;
  }
}

/** The answers of the report as published, or null. */
function hfPublished_() {
  var range = SpreadsheetApp.getActiveSpreadsheet().getRangeByName('hf_answers');
  var rows = range ? range.getValues() : [];
  if (!rows.length || rows[0][0] !== 'report') return null;
  var found = { report: JSON.parse(rows[0][4]), rows: {} };
  rows.slice(1).forEach(function (row) {
    if (row[0]) found.rows[row.slice(0, 4).join('\n')] = JSON.parse(row[4]);
  });
  return found;
}

function hfTable_(value) {
  return Array.isArray(value) && (value.length !== 1 || value[0].length !== 1);
}

/** A single argument as text; of one cell its value. */
function hfText_(value) {
  while (Array.isArray(value)) value = value[0];
  return value === undefined || value === null ? '' : String(value).trim();
}

/** Names are the same whatever their case, spaces and ё. */
function hfFold_(text) {
  return text.toLowerCase().replace(/ё/g, 'е').replace(/[\s\u00a0]+/g, '');
}

function hfFind_(text, names, say) {
  var folded = names.map(hfFold_);
  var place = folded.indexOf(hfFold_(text));
  if (place < 0) throw say('name', text, names.join(', '));
  return place;
}

function hfMeasure_(name, value, say) {
  var text = hfText_(value);
  return text ? hfKey_(HF.measures[name], text, say) : HF.standard[name];
}

/** The key of a measure or a component by any of its names. */
function hfKey_(known, text, say) {
  for (var key in known) {
    if (known[key].map(hfFold_).indexOf(hfFold_(text)) >= 0) return key;
  }
  throw say('name', text, Object.keys(known).join(', '));
}

/** The part of the month's revenue asked for, '' for the list of pre-sale deals; only some measures are of every part. */
function hfComponent_(measure, value, say) {
  var text = hfText_(value);
  var component = text ? hfKey_(HF.components, text, say) : '';
  var known = HF.ofEveryComponent;
  if (component && component !== 'presale' && known.indexOf(measure) < 0) throw say('of_presale', known.join(', '));
  return component;
}

/** Whose numbers: all, one manager's, one source's. */
function hfWho_(report, given, say) {
  var manager = hfName_(report, 'manager', given.manager, say);
  var source = hfName_(report, 'source', given.source, say);
  if (manager !== null && source !== null) throw say('both');
  if (manager !== null) return { by: 'manager', name: manager };
  return source !== null ? { by: 'source', name: source } : { by: '', name: '' };
}

function hfName_(report, kind, value, say) {
  var text = hfText_(value);
  if (!text || ['all', 'все'].indexOf(hfFold_(text)) >= 0) return null;
  var nobody = report.nobody[kind].map(function (word) { return hfFold_(word.replace(/[()]/g, '')); });
  var names = report[kind + 's'];
  if (names.map(hfFold_).indexOf(hfFold_(text)) < 0 && nobody.indexOf(hfFold_(text.replace(/[()]/g, ''))) >= 0) return '';
  return names[hfFind_(text, names, say)];
}

/** The pair of stages: none is the whole way, the first alone leads to the next. */
function hfPair_(report, given, say) {
  var ladder = report.ladder, last = ladder.length - 1;
  var rung = function (text) {
    if (report.won.map(hfFold_).indexOf(hfFold_(text)) >= 0) return last;
    return hfFind_(text, ladder, say);
  };
  var from = hfText_(given.from_stage), to = hfText_(given.to_stage);
  var start = from ? rung(from) : 0;
  var end = to ? rung(to) : from ? start + 1 : last;
  if (end === start + 1 && end <= last) return start + '>' + end;
  if (start === 0 && end === last) return '0>' + last;
  var steps = ladder.slice(0, last).map(function (stage, i) { return stage + ' → ' + ladder[i + 1]; });
  throw say('pair', steps.join('; '));
}

/** The month or week asked for by any of its names, that of the report's day by default; a date is its month. */
function hfMonth_(report, value, say) {
  while (Array.isArray(value)) value = value[0];
  if (value instanceof Date) value = value.getFullYear() + '-' + ('0' + (value.getMonth() + 1)).slice(-2);
  var text = hfText_(value);
  if (!text) return report.month;
  for (var key in report.months) {
    if (report.months[key].map(hfFold_).indexOf(hfFold_(text)) >= 0) return key;
  }
  throw say('month', Object.keys(report.months).join(', '));
}

/** The place of an open stage, '' for the whole way. */
function hfStage_(report, value, say) {
  var text = hfText_(value), last = report.ladder.length - 1;
  if (!text) return '';
  var place = report.won.map(hfFold_).indexOf(hfFold_(text)) >= 0 ? last : hfFind_(text, report.ladder, say);
  if (place === last) throw say('last', text, report.ladder.slice(0, last).join(', '));
  return String(place);
}

/** Refuse a period or a window other than the report's. */
function hfOwn_(known, value, key, say) {
  var text = hfText_(value);
  if (text && known.indexOf(text) < 0) throw say(key, known.join(', '));
}
