// Answers as parts of the page; nothing here asks the service anything.

const $ = (id) => document.getElementById(id);
const MARKS = { proved: "✓", checked: "✓", refuted: "✗", unknown: "?" };

export function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** MathML of our own service into a part; its overflow can then be scrolled by keyboard, too. */
export function math(part, markup) {
  part.innerHTML = markup;
  reachable(part);
}

export function reachable(part) {
  const wide = part.scrollWidth > part.clientWidth + 1;
  if (wide) part.tabIndex = 0;
  else part.removeAttribute("tabindex");
}

export function badge(part, verdict) {
  part.className = `badge ${verdict}`;
  part.textContent = `${MARKS[verdict] ?? ""} ${verdict}`;
}

export function image(markup, alt) {
  const picture = element("img");
  picture.alt = alt;
  picture.src = URL.createObjectURL(new Blob([markup], { type: "image/svg+xml" }));
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  return picture;
}

const LABELS = {
  integrate: (said) => (said.variable === "x" || !said.variable ? "F(x) =" : `F(${said.variable}) =`),
  dsolve: (said) => `${said.function ?? "y"}(${said.variable ?? "x"}) =`,
  lyapunov: (said) => `V(${(said.variables ?? ["x", "y"]).join(", ")}) =`,
};

/** Everything that an answer says. */
export function solution(task, said) {
  math($("statement"), said.display.statement);
  const answer = $("answer");
  if (said.display.mathml) math(answer, said.display.mathml);
  else answer.replaceChildren(element("span", words(said), "words"));
  badge($("badge"), said.verdict);
  $("scope").textContent = said.verdict === "unknown" ? "" : (said.box ? `on a box: ${said.box.map((r, k) => `|${said.variables[k]}| ≤ ${r}`).join(", ")}` : said.scope);
  facts(said);
  $("remark").textContent = said.answered ? said.remark : "";
  others(said);
  $("claim-label").textContent = LABELS[task](said);
  steps(said.display.steps);
  beam(said.candidates);
  $("tree-part").hidden = !said.display.tree;
  $("tree").replaceChildren(...(said.display.tree ? [image(said.display.tree, `Expression tree of ${said.answer}`)] : []));
  $("attention-part").hidden = task !== "integrate";
}

function words(said) {
  if (said.diverges) return said.remark || "The integral diverges.";
  if (said.enclosure) return said.enclosure;
  if (said.verdict === "refuted") return said.reason ? `${said.reason[0].toUpperCase()}${said.reason.slice(1)}.` : "There is none.";
  return said.remark || "Nothing was found.";
}

function facts(said) {
  const rows = [
    ["where", said.conditions.join(", ")],
    ["value", said.enclosure],
    ["interval", said.interval],
    ["equilibrium", said.stability && `${said.stability}${said.why ? `: ${said.why}` : ""}`],
    ["found by", said.answered ? said.method : said.tried.join("; ")],
    ["how sure", said.answered && said.verdict !== "refuted" ? said.reason : ""],
    ["time", `${Math.round(1000 * said.seconds)} ms`],
    ["note", said.elementary ? "" : "The answer is not elementary; no elementary one was found."],
  ];
  $("facts").replaceChildren(...rows.filter(([, text]) => text).flatMap(([name, text]) => [element("dt", name), element("dd", text)]));
}

function others(said) {
  const list = (said.solutions ?? []).slice(said.answered ? 1 : 0);
  $("others").replaceChildren(...list.map((one, k) => {
    const item = element("li");
    const shown = element("span");
    shown.innerHTML = said.display.others[said.answered ? k : k - 1] ?? "";
    if (!shown.firstChild) shown.textContent = one.text;
    item.append(`${one.kind}: `, shown, ` (${one.verdict}, ${one.scope})`);
    return item;
  }));
}

function steps(text) {
  $("steps").replaceChildren(...text.split("\n").filter((line) => line.trim()).map((line) => {
    const [formula, ...rule] = line.trim().split(/\s{3,}/); // what was done stands beside the formula
    const part = element("p", formula, rule.length || /^\s/.test(line) ? "formula" : "");
    if (rule.length) part.append(" ", element("span", rule.join("; "), "rule"));
    return part;
  }));
}

function beam(candidates) {
  const fits = candidates.filter((one) => one.method === "fit");
  $("fit").textContent = fits.length ? `The exact fit took part: it solved Σ cⱼTⱼ′ = f for the coefficients of ${fits[0].detail}.` : "";
  $("beam-count").textContent = `(${candidates.length})`;
  $("beam-part").hidden = candidates.length === 0;
  $("beam").replaceChildren(...candidates.map((one, k) => {
    const row = element("tr");
    const verdict = element("td");
    const mark = element("span");
    badge(mark, one.verdict);
    verdict.append(mark);
    row.append(
      element("td", k + 1),
      element("td", one.expression, "hypothesis"),
      element("td", one.detail ? `${one.method}: ${one.detail}` : one.method),
      element("td", one.score === null ? "" : one.score.toFixed(2), "number"),
      verdict,
    );
    return row;
  }));
}

export function attention(said) {
  const table = element("table");
  const head = element("tr");
  head.append(element("td", ""), ...said.source.map((token) => scoped(element("th", token), "col")));
  table.append(element("caption", "Weights from 0 to 1", "hidden"), wrap("thead", [head]));
  table.append(wrap("tbody", said.answer.map((token, k) => {
    const row = element("tr");
    row.append(scoped(element("th", token), "row"), ...said.weights[k].map((weight) => {
      const cell = element("td");
      const shade = element("i");
      shade.style.opacity = weight;
      cell.title = weight.toFixed(2);
      cell.append(shade, element("span", weight.toFixed(2), "hidden"));
      return cell;
    }));
    return row;
  })));
  $("attention").replaceChildren(table);
}

function scoped(cell, scope) {
  cell.scope = scope;
  return cell;
}

function wrap(tag, rows) {
  const part = element(tag);
  part.append(...rows);
  return part;
}

/** The verdict on a student's answer. */
export function judgement(said) {
  const mark = element("span");
  badge(mark, said.verdict);
  const sentences = {
    proved: `Right, ${said.scope.text}.`,
    checked: `Right as far as it was checked: ${said.scope.text}.`,
    refuted: `Not right: ${said.reason}.`,
    unknown: `It could not be decided. ${said.advice}`,
  };
  const conditions = said.conditions.length ? ` Where ${said.conditions.map((one) => one.text).join(", ")}.` : "";
  $("judgement").replaceChildren(mark, ` ${sentences[said.verdict]}${conditions}`);
}
