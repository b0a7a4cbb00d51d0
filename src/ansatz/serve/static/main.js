// The page: reads what is typed as it is typed, computes, checks, draws, copies.

import { ask, follow, Refused, unlock } from "./api.js";
import { EXAMPLES, linked, permalink } from "./examples.js";
import * as show from "./show.js";

const $ = (id) => document.getElementById(id);
const QUIET = 180; // milliseconds without a key before what is typed is read
const SECONDS = 10; // for a search, where nothing else is asked for
const dark = matchMedia("(prefers-color-scheme: dark)");

let reading = null; // the request that reads
let search = null; // the request that searches
let current = null; // {task, request, said}: what the answer on the page is to
let timer = 0;

// ---------------------------------------------------------------- what is asked

const chosen = () => document.querySelector("input[name=task]:checked").value || null;
const value = (id) => $(id).value.trim() || null;

/** What the form asks of a task; empty fields are left out. */
function requestOf(task) {
  const body = { problem: $("problem").value, deadline: Math.min(60, Math.max(1, Number($("deadline").value) || SECONDS)), display: true };
  const named = { integrate: ["variable", "lower", "upper"], dsolve: ["variable", "ics"], lyapunov: ["at", "box"] }[task];
  for (const name of named) if (value(name)) body[name] = value(name);
  return body;
}

function choose(task) {
  document.querySelector(`input[name=task][value="${task ?? ""}"]`).checked = true;
}

function relevant(task) {
  for (const label of document.querySelectorAll("[data-for]")) label.hidden = task !== label.dataset.for;
  $("variable").parentElement.hidden = task === "lyapunov";
}

// ---------------------------------------------------------------- while typing

function typed() {
  clearTimeout(timer);
  $("preview").classList.add("waiting");
  timer = setTimeout(preview, QUIET);
}

/** Show what would be computed; the answer of the service, or null where a later look has replaced it. */
async function preview() {
  clearTimeout(timer);
  reading?.abort();
  const mine = (reading = new AbortController());
  const body = { problem: $("problem").value, task: chosen(), variable: value("variable") };
  const part = $("preview");
  if (!body.problem.trim()) {
    part.replaceChildren();
    part.classList.remove("waiting");
    relevant(chosen() ?? "integrate");
    return null;
  }
  try {
    const said = await ask("read", body, { signal: mine.signal });
    relevant(said.task);
    part.classList.remove("waiting");
    if (said.readable) show.math(part, said.mathml);
    else part.replaceChildren(show.element("span", said.error.message, "unread"));
    return said;
  } catch (error) {
    if (error.name !== "AbortError") trouble(error);
    return null;
  }
}

// ---------------------------------------------------------------- searching

async function compute(event) {
  event?.preventDefault();
  stop();
  $("problem-error").textContent = "";
  const mine = (search = new AbortController());
  const read = await preview();
  if (!read || mine.signal.aborted) return;
  if (!read.readable) return complain(read.error.message);
  const task = read.task;
  const request = requestOf(task);
  if (task === "integrate" && !request.lower !== !request.upper) return complain("Give both bounds, or neither.");
  if (task !== "integrate") request.problem = request.problem.trim();
  history.replaceState(null, "", permalink(address(task, request)));
  busy(true, "Searching …");
  let candidates = 0;
  const tell = (kind, data) => {
    if (kind === "waiting" && data.ahead) busy(true, `Waiting: ${data.ahead} before this one …`);
    if (data.stage === "searching") busy(true, "Searching …");
    if (data.stage === "candidate") busy(true, `Searching … ${++candidates} ${candidates > 1 ? "candidates" : "candidate"}, the last ${data.verdict} (${data.method})`);
  };
  try {
    const said = await follow(task, request, tell, { signal: mine.signal });
    busy(false, `${said.answered ? `Done: ${said.verdict}` : "Done: nothing was found"}, ${Math.round(1000 * said.seconds)} ms.`);
    answer(task, request, said);
  } catch (error) {
    if (error.name === "AbortError") return;
    busy(false, "");
    trouble(error);
  }
}

function address(task, request) {
  const { problem, variable, lower, upper, ics, at, box } = request;
  const deadline = request.deadline === SECONDS ? null : request.deadline;
  return { task, problem, variable, lower, upper, ics, at, box, deadline };
}

function stop() {
  search?.abort();
  search = null;
  busy(false, "");
}

function busy(is, text) {
  $("progress").textContent = text;
  $("progress").classList.toggle("busy", is);
  $("stop").hidden = !is;
}

function answer(task, request, said) {
  current = { task, request, said };
  $("result").hidden = false;
  $("judgement").replaceChildren();
  $("claim").value = "";
  $("copied").textContent = "";
  $("attention").replaceChildren();
  $("attention-part").open = false;
  $("permalink").href = permalink(address(task, request));
  for (const button of document.querySelectorAll("[data-copy]")) button.disabled = !text(button.dataset.copy);
  show.solution(task, said);
  for (const part of document.querySelectorAll("#result .math")) show.reachable(part);
  draw();
}

// ---------------------------------------------------------------- beside the answer

async function draw() {
  const mine = current;
  const part = $("pictures");
  part.replaceChildren();
  if (!mine || (mine.task === "integrate" && !mine.said.answered)) return;
  part.replaceChildren(show.element("p", "Drawing …", "note"));
  const { problem, variable, at, box, ics } = mine.request;
  const wanted = { task: mine.task, problem, variable, at, box, ics, dark: dark.matches, deadline: Math.max(20, mine.request.deadline) };
  try {
    const { pictures } = await ask("plot", wanted);
    if (mine !== current) return;
    part.replaceChildren(...pictures.map((one) => {
      const figure = show.element("figure");
      figure.append(show.image(one.data, one.alt));
      return figure;
    }));
  } catch (error) {
    if (mine === current) part.replaceChildren(show.element("p", error.message, "note"));
  }
}

async function look() {
  if (!$("attention-part").open || $("attention").firstChild || !current) return;
  const { problem, variable } = current.request;
  $("attention").textContent = "Looking …";
  try {
    show.attention(await ask("attention", { problem, variable }));
  } catch (error) {
    $("attention").textContent = error.message;
  }
}

async function check(event) {
  event.preventDefault();
  const claim = $("claim").value.trim();
  const part = $("judgement");
  if (!claim || !current) return;
  part.textContent = "Checking …";
  const { task, request, said } = current;
  const variable = task === "lyapunov" ? said.variables[0] : said.variable;
  const function_ = task === "dsolve" ? said.function : undefined;
  try {
    const readable = await ask("read", { problem: claim.slice(claim.lastIndexOf("=") + 1), task: "integrate", variable });
    if (!readable.readable) {
      part.textContent = readable.error.message;
      return;
    }
    const body = { task, problem: request.problem, claim, deadline: request.deadline };
    if (task !== "lyapunov") body.variable = variable;
    if (function_) body.function = function_;
    if (request.at) body.at = request.at;
    show.judgement(await ask("verify", body));
  } catch (error) {
    part.textContent = error.message;
  }
}

const text = (kind) => {
  const { said } = current;
  return { text: said.value ?? said.answer, latex: said.latex, sympy: said.display.sympy, mathml: said.display.mathml }[kind];
};

async function copy(event) {
  const kind = event.currentTarget.dataset.copy;
  try {
    await navigator.clipboard.writeText(text(kind));
    $("copied").textContent = "Copied.";
  } catch {
    $("copied").textContent = "The browser does not let this page copy.";
  }
}

// ---------------------------------------------------------------- trouble

function complain(message) {
  $("problem-error").textContent = message;
  $("problem").focus();
}

function trouble(error) {
  if (error instanceof Refused && error.status === 401) {
    $("unlock").hidden = false;
    $("token").focus();
  } else {
    complain(error instanceof Refused ? error.message : "The service cannot be reached; is it still running?");
  }
}

// ---------------------------------------------------------------- the start

function open() {
  const problem = linked();
  if (!problem) return;
  $("problem").value = problem.problem;
  choose(problem.task);
  for (const name of ["variable", "lower", "upper", "ics", "at", "box"]) $(name).value = problem[name] ?? "";
  $("deadline").value = problem.deadline ?? SECONDS;
  fit();
  compute();
}

function fit() {
  const field = $("problem");
  field.rows = Math.min(8, field.value.split("\n").length);
}

function listExamples() {
  $("example-lists").replaceChildren(...EXAMPLES.map(([title, task, problems]) => {
    const part = show.element("div");
    const list = show.element("ul");
    list.append(...problems.map((problem) => {
      const item = show.element("li");
      const link = show.element("a", problem);
      link.href = permalink({ task, problem });
      item.append(link);
      return item;
    }));
    part.append(show.element("h3", title), list);
    return part;
  }));
}

$("ask").addEventListener("submit", compute);
$("stop").addEventListener("click", stop);
$("problem").addEventListener("input", () => { fit(); typed(); });
$("problem").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) compute(event);
});
for (const field of document.querySelectorAll("input[name=task], #variable")) field.addEventListener("input", typed);
$("check").addEventListener("submit", check);
$("attention-part").addEventListener("toggle", look);
for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", copy);
$("unlock").addEventListener("submit", (event) => {
  event.preventDefault();
  unlock($("token").value.trim());
  $("unlock").hidden = true;
  compute();
});
addEventListener("hashchange", () => { open(); scrollTo({ top: 0 }); });
dark.addEventListener("change", draw);
listExamples();
relevant("integrate");
open();
if (!linked()) $("problem").focus({ preventScroll: true });
