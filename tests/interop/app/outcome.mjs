// What the client says about a call, as one text.

/**
 * The state that a call came to. Of a refusal: everything that the client says it is, or, where it says nothing, the
 * error's name and numbers.
 */
export function outcome({ state, error }) {
  if (!error) {
    return state.stateType;
  }
  const told = questions(error).filter((question) => error[question]());
  const { error: name, subError, errorCodes } = error.errorData;
  return told.join(" ") || [name, subError, ...(errorCodes ?? [])].filter(Boolean).join(" ");
}

/** Whose account a call ended with, or what it came to instead. */
export function whose(result) {
  return result.data?.getAccount().username ?? outcome(result);
}

/** The questions that an app may ask an error; those that end in `Error` are the client's own. */
function questions(error) {
  const names = new Set();
  for (let type = error; type; type = Object.getPrototypeOf(type)) {
    Object.getOwnPropertyNames(type).forEach((name) => names.add(name));
  }
  return [...names].filter((name) => /^is[A-Z]/.test(name) && !name.endsWith("Error")).sort();
}
