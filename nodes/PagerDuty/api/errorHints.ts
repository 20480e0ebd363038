import type { ErrorHints } from '../../shared/operation/errors';

/** By PagerDuty's own words (developer.pagerduty.com, "Events API v2 overview", "Send an Alert Event"). */
export const errorHints: ErrorHints = {
	words: [
		{
			status: 400,
			pattern: /routing[_ ]key/i,
			advice:
				"The credential's integration key is not one of an Events API v2 integration. Copy it from the service's Integrations page in PagerDuty",
		},
		{
			status: 400,
			pattern: /JSON parse error|format is unrecognized/i,
			advice: 'PagerDuty could not read the event. Look for unusual characters in its fields, and report what it was',
		},
	],
	400: 'PagerDuty refused the event. Its own words name the field: correct that field of this node',
	404: 'Check the base URL in the credential: it is https://events.pagerduty.com, or https://events.eu.pagerduty.com in the EU',
	413: 'An event may hold 512 kB: shorten summary, links and custom details',
	429: 'PagerDuty accepted no event for as long as this node keeps trying. Nobody was paged: notify them yourself, or keep trying longer',
	noAnswer:
		"Nobody was notified. Check the base URL in the credential, that this n8n can reach it, and PagerDuty's status page",
};
