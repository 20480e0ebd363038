import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayFlyApi implements ICredentialType {
	name = 'slipwayFlyApi';

	displayName = 'Slipway Fly.io API';

	icon: Icon = { light: 'file:../nodes/Fly/fly.svg', dark: 'file:../nodes/Fly/fly.dark.svg' };

	documentationUrl = 'https://github.com/candlefish-ai/n8n-nodes-slipway#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'From "fly tokens create org", or "fly tokens create deploy" for one app; with or without the word FlyV1',
		},
		{
			displayName: 'Organization',
			name: 'organization',
			type: 'string',
			default: 'personal',
			required: true,
			description: 'Slug of the organization that owns the apps, as "fly orgs list" shows it',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.machines.dev',
			description: 'Of the Machines API, without its version',
		},
		{
			displayName: 'GraphQL URL',
			name: 'graphqlUrl',
			type: 'string',
			default: 'https://api.fly.io/graphql',
			description: 'Of the API that holds the releases',
		},
		// Else any HTTP Request node could send it to any host (docs/decisions/0011-own-nodes-only.md).
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'none',
		},
	];

	// A function, since n8n would evaluate an expression for every request (docs/benchmarks.md).
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const token = String(credentials.accessToken).trim();
		// Tokens made since 2023 are macaroons, and say after which word they go.
		const value = token.startsWith('FlyV1 ') ? token : `Bearer ${token}`;
		return { ...request, headers: { ...request.headers, Authorization: value } };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/v1/apps',
			qs: { org_slug: '={{$credentials.organization}}' },
			disableFollowRedirect: true,
		},
	};
}
