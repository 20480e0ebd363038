import { SANDBOX_TOKEN } from '../sandbox/github/users';
import { NETLIFY_TOKEN } from '../sandbox/netlify/netlify';
import { sandboxRoutingKey } from '../sandbox/pagerduty';
import { sandboxUpstashToken } from '../sandbox/upstash';
import type { JsonRecord } from './json';

export interface CredentialSeed {
	readonly type: string;
	readonly name: string;
	readonly data: JsonRecord;
}

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
			type: 'slipwayUpstashRedisApi',
			name: 'Upstash Redis',
			data: { baseUrl: `${sandboxOrigin}/upstash`, token: sandboxUpstashToken },
		},
		{
			type: 'slipwayPagerDutyApi',
			name: 'PagerDuty',
			data: {
				baseUrl: `${sandboxOrigin}/pagerduty`,
				routingKey: sandboxRoutingKey,
			},
		},
	];
}
