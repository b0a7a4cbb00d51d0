// The service: JSON in and out, events of a search as they come. A token is asked for where one is needed.

const KEY = "ansatz-token";

export class Refused extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.type = error.type;
  }
}

export function unlock(token) {
  sessionStorage.setItem(KEY, token);
}

function request(task, body, options) {
  const headers = { "Content-Type": "application/json", ...options.headers };
  const token = sessionStorage.getItem(KEY);
  if (token) headers.Authorization = `Bearer ${token}`;
  return fetch(`v1/${task}`, { method: "POST", body: JSON.stringify(body), headers, signal: options.signal });
}

async function refusal(response) {
  const said = await response.json().catch(() => ({}));
  return new Refused(response.status, said.error ?? { type: "Unknown", message: `The service answered ${response.status}.` });
}

/** The answer to one request; throws `Refused`. */
export async function ask(task, body, options = {}) {
  const response = await request(task, body, options);
  if (!response.ok) throw await refusal(response);
  return response.json();
}

/** The answer of a search; `tell(kind, data)` hears of its progress. Throws `Refused`. */
export async function follow(task, body, tell, options = {}) {
  const response = await request(task, body, { ...options, headers: { Accept: "text/event-stream" } });
  if (!response.ok) throw await refusal(response);
  let text = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    const events = text.split("\n\n");
    text = events.pop();
    for (const event of events) {
      const kind = /^event: (.*)$/m.exec(event)?.[1];
      if (!kind) continue;
      const data = JSON.parse(/^data: (.*)$/m.exec(event)[1]);
      if (kind === "answer") return data;
      if (kind === "error") throw new Refused(503, data.error);
      tell(kind, data);
    }
  }
  throw new Refused(503, { type: "Crashed", message: "The connection ended before the answer came; try again." });
}
