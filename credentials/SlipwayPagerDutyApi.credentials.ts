import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class SlipwayPagerDutyApi implements ICredentialType {
	name = 'slipwayPagerDutyApi';

	displayName = 'Slipway PagerDuty Events API';

	icon: Icon = {
		light: 'file:../nodes/PagerDuty/pagerduty.svg',
		dark: 'file:../nodes/PagerDuty/pagerduty.dark.svg',
	};

	documentationUrl = 'https://github.com/candlefish-ai/n8n-nodes-slipway#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Integration Key',
			name: 'routingKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Of an Events API v2 integration on the PagerDuty service that is to be paged',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://events.pagerduty.com',
			description: 'EU accounts use https://events.eu.pagerduty.com',
		},
		// Else any HTTP Request node could send it to any host (docs/decisions/0011-own-nodes-only.md).
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'none',
		},
	];

	// The Events API takes its key in the body (developer.pagerduty.com, "Send an Alert Event").
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { body: { routing_key: '={{$credentials.routingKey}}' } },
	};

	// Resolving an alert that was never opened is accepted and does nothing, so it only tests the key.
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/v2/enqueue',
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: { event_action: 'resolve', dedup_key: 'slipway-credential-test' },
			disableFollowRedirect: true,
		},
	};
}
