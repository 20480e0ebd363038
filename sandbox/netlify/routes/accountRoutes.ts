import type { SandboxRoute } from '../../kernel/platform';
import type { Netlify } from '../context';
import { notFound } from '../http/errors';
import { isoTime } from '../present/deploy';
import { ACCOUNT, USER } from '../world/world';

const JOINED_AT_MS = Date.UTC(2025, 0, 1);

export function accountRoutes(netlify: Netlify): SandboxRoute[] {
	const account = (): Record<string, unknown> => ({
		...ACCOUNT,
		type: 'PRO',
		type_name: 'Pro',
		type_id: '6f1c0de0c0ffee0000000003',
		billing_name: ACCOUNT.name,
		billing_email: USER.email,
		billing_period: 'monthly',
		capabilities: {
			sites: { included: 500, used: netlify.world.sites.size },
			collaborators: { included: 5, used: 1 },
		},
		owner_ids: [USER.id],
		roles_allowed: ['Owner', 'Developer'],
		created_at: isoTime(JOINED_AT_MS),
		updated_at: isoTime(JOINED_AT_MS),
	});
	return [
		netlify.apiRoute('GET', '/user', () => ({
			status: 200,
			body: {
				...USER,
				uid: USER.id,
				slug: ACCOUNT.slug,
				site_count: netlify.world.sites.size,
				created_at: isoTime(JOINED_AT_MS),
				last_login: isoTime(netlify.world.now()),
				login_providers: ['github'],
				onboarding_progress: {},
			},
		})),
		netlify.apiRoute('GET', '/accounts', () => ({ status: 200, body: [account()] })),
		netlify.apiRoute('GET', '/accounts/:accountId', (request) => {
			const wanted = request.params['accountId'];
			if (wanted !== ACCOUNT.id && wanted !== ACCOUNT.slug) throw notFound();
			return { status: 200, body: account() };
		}),
	];
}
