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
