import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayTemporalApi implements ICredentialType {
	name = 'slipwayTemporalApi';

	displayName = 'Slipway Temporal API';

	icon: Icon = {
		light: 'file:../nodes/Temporal/temporal.svg',
		dark: 'file:../nodes/Temporal/temporal.dark.svg',
	};

	documentationUrl = 'https://github.com/candlefish-ai/n8n-nodes-slipway#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Server Address',
			name: 'baseUrl',
			type: 'string',
			default: 'http://127.0.0.1:7243',
			required: true,
			description:
				"Where the server's HTTP API answers: a port of its own, 7243 unless told otherwise. Temporal Cloud has none.",
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'What the server, or the gateway before it, asks for; leave it empty where it asks for nothing',
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
		headers: {
			...request.headers,
			...(credentials.apiKey ? { Authorization: `Bearer ${String(credentials.apiKey)}` } : {}),
		},
	});

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/api/v1/system-info', disableFollowRedirect: true },
	};
}
