// What a request of a script needs to know of the visit: the token of its forms, and whether it is over.

export const token = () => {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
};

// A request that went to the sign-in page instead of to its address; it must be made with redirect: "manual".
export const isSignedOut = (response) => response.type === "opaqueredirect";
