import { notFound } from '../errors';

export interface Organization {
	readonly id: string;
	readonly internal_numeric_id: number;
	readonly name: string;
	readonly slug: string;
}

/** Where production is. */
export const ORGANIZATION: Organization = {
	id: 'k4ndl3f1sh0rg',
	internal_numeric_id: 410_001,
	name: 'Candlefish',
	slug: 'candlefish',
};

/** Where previews are, apart from production. */
export const PREVIEW_ORGANIZATION: Organization = {
	id: 'pr3v13w5h3r3',
	internal_numeric_id: 410_002,
	name: 'Candlefish Previews',
	slug: 'candlefish-previews',
};

export const organizations: readonly Organization[] = [ORGANIZATION, PREVIEW_ORGANIZATION];

/** Raises 404. */
export function organizationOf(slug: string): Organization {
	const found = organizations.find((organization) => organization.slug === slug);
	if (!found) throw notFound('organization not found');
	return found;
}
