import type { ErrorHints } from '../../shared/operation/errors';

export const serverErrorHints: ErrorHints = {
	403: "The server, or the gateway before it, refused the API key. Check it in the credential, that it may use this namespace, and the server's frontend.httpAllowedHosts",
	404: 'Check the name and the namespace. Names with a slash cannot be reached over HTTP',
	501: 'This server has no such route: it is older than 1.28, or the address in the credential is not that of its HTTP API',
	noAnswer:
		'Check the server address in the credential: the HTTP API has a port of its own, 7243 unless told otherwise',
	words: [
		{
			pattern: /^ManagerIdentity '/,
			advice:
				'Another client manages this deployment. Enter its identity under Identity if it is yours, or take the manager away with: temporal worker deployment manager-identity unset',
		},
		{
			pattern: /is missing active task queues from the current version/,
			advice:
				'The new version does not poll a task queue in which work waits. Start workers of it there, or turn on Ignore Missing Task Queues if that queue is to be left',
		},
		{
			pattern: /^conflict token mismatch$/,
			advice:
				'Somebody else changed this deployment at the same time. Look at what is current there, then run this again',
		},
		{
			pattern: /^no Worker Deployment found with name/,
			advice: 'Check the name. A deployment comes to be when a worker with that name first polls',
		},
		{
			pattern: /^build ID '.*' not found in Worker Deployment/,
			advice: 'No worker of this build has polled yet. Start its workers first, or check the build ID',
		},
		{
			pattern: /^Pinned version '.*' is not present in task queue/,
			advice: 'No worker of this version polls that task queue. Start one, or check the name of the task queue',
		},
		{ pattern: /^Namespace .* is not found/, advice: 'Check the name of the namespace' },
		{
			pattern: /^workflow execution already completed$/,
			advice: 'The workflow has ended, so nothing was done to it',
		},
	],
};

export const cloudErrorHints: ErrorHints = {
	401: 'Temporal Cloud refused the API key: it is wrong, disabled or has expired. Make a new one, paste it into the credential and use its Test button',
	403: 'The API key is valid, but its account role may not do this. Use a key of a service account with that role',
	400: 'Correct what Temporal Cloud names above. Where something else is being done to the namespace, wait for its end',
};
