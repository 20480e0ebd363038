/** What a row of Netlify deploys to when it says nothing. */
export const productionContext = 'production';

/** Contexts of a Netlify site; a branch has one of its own, `branch:staging`. */
export const contextPattern = /^(?:production|deploy-preview|branch-deploy|branch:\S+)$/;
