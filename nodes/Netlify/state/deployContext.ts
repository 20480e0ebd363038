/** Where a deploy is live: on the site itself, or at the address of a branch. */
export type ChosenContext =
	| { readonly name: 'production'; readonly branch: null }
	| { readonly name: `branch:${string}`; readonly branch: string };

export const production: ChosenContext = { name: 'production', branch: null };

/** What `production` or `branch:staging` names, as in Netlify's own tools; undefined for anything else. */
export function contextNamed(text: string): ChosenContext | undefined {
	if (text === '' || text === 'production') return production;
	const branch = /^branch:(.+)$/s.exec(text)?.[1]?.trim();
	return branch ? { name: `branch:${branch}`, branch } : undefined;
}
