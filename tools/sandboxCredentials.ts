import { FLY_TOKEN } from '../sandbox/fly/fly';
import { ORGANIZATION } from '../sandbox/fly/world/organizations';
import { ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY } from '../sandbox/aws/account';
import { SANDBOX_TOKEN } from '../sandbox/github/world/accounts';
import { NEON_TOKEN } from '../sandbox/neon/neon';
import { NETLIFY_TOKEN } from '../sandbox/netlify/world/accounts';
import { sandboxRoutingKey } from '../sandbox/pagerduty';
import { sandboxUpstashEmail, sandboxUpstashManagementKey, sandboxUpstashToken } from '../sandbox/upstash';
import type { JsonRecord } from './json';

export interface CredentialSeed {
	readonly type: string;
	readonly name: string;
	readonly data: JsonRecord;
}

/** What opens the board of a local n8n. */
export const BOARD_LOGIN = { user: 'board', password: 'sandbox-board' } as const;

/**
 * The credentials that make the nodes talk to the sandbox. Its tokens are fixed, obviously fake and
 * worth nothing anywhere else.
 */
export function sandboxCredentials(sandboxOrigin: string): CredentialSeed[] {
	return [
		{
			type: 'slipwayGitHubApi',
			name: 'GitHub',
			data: {
				baseUrl: `${sandboxOrigin}/github`,
				accessToken: SANDBOX_TOKEN,
				webhookSecret: 'sandbox-webhook-secret',
			},
		},
		{
			type: 'slipwayNetlifyApi',
			name: 'Netlify',
			data: {
				baseUrl: `${sandboxOrigin}/netlify/api/v1`,
				accessToken: NETLIFY_TOKEN,
			},
		},
		{
			type: 'slipwayFlyApi',
			name: 'Fly.io',
			data: {
				baseUrl: `${sandboxOrigin}/fly`,
				graphqlUrl: `${sandboxOrigin}/fly/graphql`,
				organization: ORGANIZATION.slug,
				accessToken: FLY_TOKEN,
			},
		},
		{
			type: 'slipwayUpstashRedisApi',
			name: 'Upstash Redis',
			data: { baseUrl: `${sandboxOrigin}/upstash`, token: sandboxUpstashToken },
		},
		{
			type: 'slipwayUpstashManagementApi',
			name: 'Upstash Management',
			data: {
				baseUrl: `${sandboxOrigin}/upstash-management/v2`,
				email: sandboxUpstashEmail,
				apiKey: sandboxUpstashManagementKey,
			},
		},
		{
			type: 'slipwayNeonApi',
			name: 'Neon',
			data: {
				baseUrl: `${sandboxOrigin}/neon/api/v2`,
				apiKey: NEON_TOKEN,
				sqlUrl: `${sandboxOrigin}/sql`,
			},
		},
		{
			type: 'slipwayPagerDutyApi',
			name: 'PagerDuty',
			data: {
				baseUrl: `${sandboxOrigin}/pagerduty`,
				routingKey: sandboxRoutingKey,
			},
		},
		{
			type: 'slipwayAwsApi',
			name: 'AWS',
			data: {
				baseUrl: `${sandboxOrigin}/aws`,
				region: REGION,
				accessKeyId: ACCESS_KEY_ID,
				secretAccessKey: SECRET_ACCESS_KEY,
			},
		},
		{ type: 'httpBasicAuth', name: 'Slipway board', data: { ...BOARD_LOGIN } },
	];
}
