import type { NetlifySite } from './types';

/** The team that owns a site, as Netlify's addresses name it; null when Netlify does not report it. */
export function teamOf(site: NetlifySite): string | null {
	return site.account_slug ?? site.account_id ?? null;
}
