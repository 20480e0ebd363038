import { textAt } from '../../deployment/values/jsonFields';
import type { ErrorHints } from '../../shared/operation/errors';

/** Grafana's `message` with its `error`; Prometheus' `errorType: error`; undefined where there are neither. */
export function wordsOfAnswer(body: unknown): string | undefined {
	const words = [textAt(body, 'message') ?? textAt(body, 'errorType'), textAt(body, 'error')];
	const found = words.filter((word) => word !== null);
	return found.length === 0 ? undefined : [...new Set(found)].join(': ');
}

/** By the words of Grafana, Prometheus and Mimir. */
export const errorHints: ErrorHints = {
	words: [
		{
			pattern: /Invalid API key|api-key\.invalid|Unauthorized|service account/i,
			status: 401,
			advice:
				'The service account token is wrong, expired or of another stack. Make a new one under Administration > Service Accounts, paste it into the credential and use its Test button',
		},
		{
			pattern: /authentication error/,
			status: 401,
			advice:
				'The OTLP Instance ID and Token do not fit: the token must be of an access policy of this stack with the scope metrics:write',
		},
		{
			pattern: /parse error|bad_data/,
			advice: 'Correct the expression: try it in Grafana under Explore, with the same data source',
		},
		{
			pattern: /Unable to find datasource/,
			advice: 'Choose the data source from the list: this stack has none of that UID',
		},
		{
			pattern: /^404 page not found/,
			advice: 'The data source does not speak Prometheus: choose one of the type Prometheus',
		},
		{
			pattern: /temporality/,
			advice: 'Send counters as what they have come to since a start, not as what was added',
		},
		{
			pattern: /changed by someone else|version-mismatch/,
			advice: 'Run this again: it reads the dashboard anew',
		},
	],
	403: 'The service account may not do this. Give it the role Editor, or the permission that is named above',
	404: 'It is not there: choose it from the list again, and check that the Stack URL is of the right stack',
	413: 'Send fewer metrics at once',
};
