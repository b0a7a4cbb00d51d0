// Problems that are one click away: each a permalink.

export const EXAMPLES = [
  ["Integrals", "integrate", ["x*cos(x)", "x^2*(tan(x)^2+1) + 2x tan(x) + 1", "\\int \\frac{x}{\\sqrt{1-x^2}} dx", "exp(-x^2)", "∫_0^1 1/(1+x^2) dx"]],
  ["Differential equations", "dsolve", ["x*y' - y*ln(4x) = 0", "y' = 1 + y^2, y(0) = 0", "y'' + y = x*sin(x)", "y' = 1/(1 + ln(y))", "\\frac{dy}{dx} = x y"]],
  ["Systems", "lyapunov", ["x' = -x^3 + y; y' = -x - y", "x' = y; y' = -x - y", "x' = y; y' = -x - y + x^2*y", "x' = -x + x*y; y' = -y", "x' = -x; y' = -2y; z' = -z^3"]],
];

/** The page's address with a problem in it. */
export function permalink(problem) {
  const said = new URLSearchParams(Object.entries(problem).filter(([, value]) => value));
  return `${location.pathname}#${said}`;
}

/** The problem in the page's address, or null. */
export function linked() {
  const said = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  return said.problem ? said : null;
}
