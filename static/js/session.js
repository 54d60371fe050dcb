// What a script needs to write in the name of the person: his token, and the sign that he has been signed out.

export const token = () => {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
};

// A request that went to the sign-in page instead of to its address.
export const isSignedOut = (response) => response.type === "opaqueredirect";
