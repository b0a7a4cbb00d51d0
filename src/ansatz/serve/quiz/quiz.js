// A round of the quiz: twenty terms of one seed, marked by the service.

const terms = document.getElementById("terms");
const score = document.getElementById("score");
const form = document.getElementById("round");
let seed = 0;

function headers() {
  const token = sessionStorage.getItem("ansatz-token");
  return { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

async function said(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error?.message ?? `The service answered ${response.status}.`);
  return body;
}

function choice(k, value, text) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: `term${k}`, value, required: true });
  label.append(input, text);
  return label;
}

function row(term, k) {
  const item = document.createElement("li");
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  const truth = document.createElement("span");
  legend.textContent = term;
  truth.className = "truth";
  group.append(legend, choice(k, "real", "real"), choice(k, "invented", "invented"), truth);
  item.append(group);
  return item;
}

async function deal() {
  seed = Math.floor(Math.random() * 2 ** 31);
  score.textContent = "";
  try {
    const round = await said(await fetch(`../v1/quiz?seed=${seed}`, { headers: headers() }));
    terms.replaceChildren(...round.terms.map(row));
  } catch (error) {
    score.textContent = error.message;
  }
}

async function mark(event) {
  event.preventDefault();
  const chosen = new FormData(form);
  const answers = [...terms.children].map((_, k) => chosen.get(`term${k}`) === "real");
  try {
    const body = JSON.stringify({ seed, answers });
    const marked = await said(await fetch("../v1/quiz", { method: "POST", body, headers: headers() }));
    marked.results.forEach((result, k) => {
      const right = result.real === result.said;
      terms.children[k].className = right ? "right" : "wrong";
      terms.children[k].querySelector(".truth").textContent = `${right ? "✓" : "✗"} ${result.real ? "real" : "invented"}`;
    });
    score.textContent = `${marked.score} of ${marked.of} right.`;
  } catch (error) {
    score.textContent = error.message;
  }
}

form.addEventListener("submit", mark);
document.getElementById("again").addEventListener("click", deal);
deal();
