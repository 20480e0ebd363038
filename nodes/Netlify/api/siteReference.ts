/**
 * What Netlify's API takes for a site: its id, or a host name of it. A plain name becomes its
 * `netlify.app` host; an address, also one of the Netlify app, is reduced to what names the site.
 */
export function siteReference(entered: string): string {
	const text = entered.trim();
	if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
	const adminName = /^https?:\/\/app\.netlify\.com\/(?:sites|projects)\/([^/?#]+)/i.exec(text)?.[1];
	if (adminName !== undefined) return `${adminName.toLowerCase()}.netlify.app`;
	const host = text
		.replace(/^https?:\/\//i, '')
		.replace(/[/?#].*$/, '')
		.replace(/:\d+$/, '')
		.toLowerCase();
	return host === '' || host.includes('.') ? host : `${host}.netlify.app`;
}
