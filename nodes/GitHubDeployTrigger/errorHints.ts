import type { ErrorHints } from '../shared/errors';

export const errorHints: ErrorHints = {
	401: 'GitHub refused the access token: it is wrong, expired or revoked. Make a new one and put it in the credential',
	403: 'The access token may not do this. For a repository it needs the permission Webhooks (read and write), for an organization Webhooks of the organization; an organization with SSO must authorize the token too',
	404: 'GitHub answers 404 for what the token may not see: private repositories answer 404 to a token without access. Check the name, and that the token has access to it with the permission Webhooks',
	409: 'The repository was changed at the same time. Publish the workflow again',
	422: 'GitHub refused the webhook. It must be reachable from the internet: not localhost and not a private address. Set WEBHOOK_URL in n8n, or register a tunnel by hand and choose "I Registered It Myself"',
};
