import { ACCOUNT, USER } from '../world/accounts';
import type { NetlifyWorld } from '../world/world';
import { isoTime } from './withNulls';

const JOINED_AT_MS = Date.UTC(2025, 0, 1);

const PRO_TYPE_ID = '6f1c0de0c0ffee0000000003';

/** Plans: dollars for a month or a year, and for a seat beyond the included ones. */
export const accountTypes = [
	{ id: '6f1c0de0c0ffee0000000004', name: 'Starter', description: '', capabilities: {}, ...prices(0) },
	{ id: PRO_TYPE_ID, name: 'Pro', description: '', capabilities: {}, ...prices(19) },
];

function prices(dollars: number) {
	return {
		monthly_dollar_price: dollars,
		yearly_dollar_price: dollars * 12,
		monthly_seats_addon_dollar_price: dollars,
		yearly_seats_addon_dollar_price: dollars * 12,
	};
}

export function presentUser(world: NetlifyWorld): Record<string, unknown> {
	return {
		...USER,
		uid: USER.id,
		slug: ACCOUNT.slug,
		site_count: world.sites.size,
		created_at: isoTime(JOINED_AT_MS),
		last_login: isoTime(world.now()),
		login_providers: ['github'],
		onboarding_progress: {},
	};
}

export function presentAccount(world: NetlifyWorld): Record<string, unknown> {
	return {
		...ACCOUNT,
		type: 'PRO',
		type_name: 'Pro',
		type_id: PRO_TYPE_ID,
		billing_name: ACCOUNT.name,
		billing_email: USER.email,
		billing_period: 'monthly',
		capabilities: {
			sites: { included: 500, used: world.sites.size },
			collaborators: { included: 5, used: 1 },
		},
		owner_ids: [USER.id],
		roles_allowed: ['Owner', 'Developer'],
		created_at: isoTime(JOINED_AT_MS),
		updated_at: isoTime(JOINED_AT_MS),
	};
}
