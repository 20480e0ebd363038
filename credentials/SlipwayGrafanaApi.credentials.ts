import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayGrafanaApi implements ICredentialType {
	name = 'slipwayGrafanaApi';

	displayName = 'Slipway Grafana API';

	icon: Icon = {
		light: 'file:../nodes/Grafana/grafana.svg',
		dark: 'file:../nodes/Grafana/grafana.dark.svg',
	};

	documentationUrl = 'https://github.com/candlefish-ai/n8n-nodes-slipway#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Stack URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'https://candlefish.grafana.net',
			required: true,
		},
		{
			displayName: 'Service Account Token',
			name: 'serviceAccountToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Administration > Users and Access > Service Accounts: a service account with the role Editor, or with the permissions that docs/platforms.md lists',
		},
		{
			displayName: 'OTLP Endpoint',
			name: 'otlpUrl',
			type: 'string',
			default: '',
			placeholder: 'https://otlp-gateway-prod-eu-west-2.grafana.net/otlp',
			description:
				'For Metric: Send. In the Grafana Cloud Portal: your stack > OpenTelemetry > Configure. Leave empty where no metrics are sent.',
		},
		{
			displayName: 'OTLP Instance ID',
			name: 'otlpInstanceId',
			type: 'string',
			default: '',
			placeholder: '123456',
		},
		{
			displayName: 'OTLP Token',
			name: 'otlpToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'A token of an access policy with the scope metrics:write',
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
		headers: { ...request.headers, Authorization: authorizationFor(credentials, request) },
	});

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/api/org', disableFollowRedirect: true },
	};
}

/** Two hosts, two secrets: each is sent to its own alone. */
function authorizationFor(credentials: ICredentialDataDecryptedObject, { url }: IHttpRequestOptions): string {
	const endpoint = String(credentials.otlpUrl ?? '')
		.trim()
		.replace(/\/+$/, '');
	if (endpoint === '' || !/\/v1\/metrics$/.test(url) || !url.startsWith(endpoint.replace(/\/v1\/metrics$/, ''))) {
		return `Bearer ${String(credentials.serviceAccountToken)}`;
	}
	const login = `${String(credentials.otlpInstanceId).trim()}:${String(credentials.otlpToken)}`;
	return `Basic ${Buffer.from(login).toString('base64')}`;
}
