/** The most that Netlify puts on a page. */
export const largestPage = 100;
