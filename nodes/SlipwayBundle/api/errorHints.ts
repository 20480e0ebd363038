import type { ErrorHints } from '../../shared/operation/errors';

/** Of n8n's public API, which the person who reads this runs. */
export const errorHints: ErrorHints = {
	401: 'The API key is wrong, expired, or of another n8n. Make one in n8n under Settings > n8n API, and paste it into the credential',
	403: 'The API key lacks a scope. Make one under Settings > n8n API with the scopes of workflows, credentials, Data Tables and their rows, and executions',
	404: "Check that the credential's URL is the address of n8n itself (without /api or /workflow), and that n8n is 2.41 or newer",
	noAnswer:
		'Check the URL in the credential: it is asked from where n8n runs, so inside a container that is usually http://localhost:5678',
};
