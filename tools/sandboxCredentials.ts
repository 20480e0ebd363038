import { FLY_PREVIEW_TOKEN, FLY_TOKEN } from '../sandbox/fly/fly';
import { ORGANIZATION, PREVIEW_ORGANIZATION } from '../sandbox/fly/world/organizations';
import { ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY } from '../sandbox/aws/account';
import { CLOUDFLARE_TOKEN } from '../sandbox/cloudflare';
import { SANDBOX_TOKEN } from '../sandbox/github/world/accounts';
import { NEON_TOKEN } from '../sandbox/neon/neon';
import { NETLIFY_TOKEN } from '../sandbox/netlify/world/accounts';
import { sandboxRoutingKey } from '../sandbox/pagerduty';
import { sandboxUpstashEmail, sandboxUpstashManagementKey, sandboxUpstashToken } from '../sandbox/upstash';
import { APOLLO_KEY } from '../sandbox/apollo/seed';
import { TEMPORAL_API_KEY, TEMPORAL_CLOUD_KEY } from '../sandbox/temporal/seed';
import { GRAFANA_TOKEN, OTLP_INSTANCE, OTLP_TOKEN } from '../sandbox/grafana';
import type { JsonRecord } from './json';

export interface CredentialSeed {
	readonly type: string;
	/** What the bundle's files call it where it has two of one type; else they call it by its type. */
	readonly role?: string;
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
			type: 'slipwayFlyApi',
			role: 'slipwayFlyApi/previews',
			name: 'Fly.io previews',
			data: {
				baseUrl: `${sandboxOrigin}/fly`,
				graphqlUrl: `${sandboxOrigin}/fly/graphql`,
				organization: PREVIEW_ORGANIZATION.slug,
				accessToken: FLY_PREVIEW_TOKEN,
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
		{
			type: 'slipwayCloudflareApi',
			name: 'Cloudflare',
			data: {
				baseUrl: `${sandboxOrigin}/cloudflare/client/v4`,
				resolverUrl: `${sandboxOrigin}/dns-query`,
				apiToken: CLOUDFLARE_TOKEN,
			},
		},
		{ type: 'httpBasicAuth', name: 'Slipway board', data: { ...BOARD_LOGIN } },
		{
			type: 'slipwayApolloApi',
			name: 'Apollo GraphOS',
			data: { baseUrl: `${sandboxOrigin}/apollo/graphql`, apiKey: APOLLO_KEY },
		},
		{
			type: 'slipwayTemporalApi',
			name: 'Temporal',
			data: { baseUrl: `${sandboxOrigin}/temporal`, apiKey: TEMPORAL_API_KEY },
		},
		{
			type: 'slipwayTemporalCloudApi',
			name: 'Temporal Cloud',
			data: { baseUrl: `${sandboxOrigin}/temporal-cloud`, apiKey: TEMPORAL_CLOUD_KEY },
		},
		{
			type: 'slipwayGrafanaApi',
			name: 'Grafana',
			data: {
				baseUrl: `${sandboxOrigin}/grafana`,
				serviceAccountToken: GRAFANA_TOKEN,
				otlpUrl: `${sandboxOrigin}/grafana/otlp`,
				otlpInstanceId: OTLP_INSTANCE,
				otlpToken: OTLP_TOKEN,
			},
		},
	];
}
