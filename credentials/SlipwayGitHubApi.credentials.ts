import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayGitHubApi implements ICredentialType {
	name = 'slipwayGitHubApi';

	displayName = 'Slipway GitHub API';

	icon: Icon = {
		light: 'file:../nodes/GitHub/github.svg',
		dark: 'file:../nodes/GitHub/github.dark.svg',
	};

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
				'Fine-grained token with Contents, Deployments, Commit statuses, Issues, Pull requests, Actions and Webhooks',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'What GitHub signs its deliveries with: at least 16 characters, without commas. The trigger refuses every delivery while it is empty or shorter',
		},
		{
			displayName: 'Previous Webhook Secrets',
			name: 'previousWebhookSecrets',
			type: 'string',
			typeOptions: { password: true, rows: 3 },
			default: '',
			description:
				'Older secrets that are still accepted while you change the secret, one in each line. A comma is part of a secret, and separates nothing',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.github.com',
			description: 'Of the REST API; GitHub Enterprise Server has it at https://HOST/api/v3',
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
	): Promise<IHttpRequestOptions> => ({
		...request,
		headers: { ...request.headers, Authorization: `Bearer ${String(credentials.accessToken)}` },
	});

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/user', disableFollowRedirect: true },
	};
}
