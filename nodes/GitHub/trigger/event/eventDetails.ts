import { isRecord, isTrueAt, listAt, numberAt, textAt, valueAt } from '../../../deployment/values/jsonFields';
import { packageOf } from './payloadValues';

type Details = Readonly<Record<string, unknown>> | null;

/** What is specific to one kind of event and worth a name of its own; the rest is in the raw payload. */
export function eventDetails(event: string, payload: unknown): Details {
	switch (event) {
		case 'workflow_run':
			return {
				id: numberAt(payload, 'workflow_run', 'id'),
				name: textAt(payload, 'workflow_run', 'name'),
				file: workflowFileOf(textAt(payload, 'workflow_run', 'path') ?? textAt(payload, 'workflow', 'path')),
				event: textAt(payload, 'workflow_run', 'event'),
				status: textAt(payload, 'workflow_run', 'status'),
				conclusion: textAt(payload, 'workflow_run', 'conclusion'),
				attempt: numberAt(payload, 'workflow_run', 'run_attempt'),
				// The run of a fork's pull request carries the fork's branch name, which may well be "main".
				fork: isForkRun(payload),
				// Numbers of the open pull requests of its head; GitHub names none for a fork's.
				pullRequests: listAt(payload, 'workflow_run', 'pull_requests').flatMap(
					(pull) => numberAt(pull, 'number') ?? [],
				),
				url: textAt(payload, 'workflow_run', 'html_url'),
			};
		case 'deployment':
			return {
				id: numberAt(payload, 'deployment', 'id'),
				environment: textAt(payload, 'deployment', 'environment'),
				task: textAt(payload, 'deployment', 'task'),
				description: textAt(payload, 'deployment', 'description'),
				payload: valueAt(payload, 'deployment', 'payload') ?? null,
			};
		case 'release':
			return {
				id: numberAt(payload, 'release', 'id'),
				name: textAt(payload, 'release', 'name'),
				draft: isTrueAt(payload, 'release', 'draft'),
				prerelease: isTrueAt(payload, 'release', 'prerelease'),
				url: textAt(payload, 'release', 'html_url'),
			};
		case 'registry_package':
			return packageDetails(packageOf(payload));
		case 'repository_dispatch':
			return {
				eventType: textAt(payload, 'action'),
				payload: isRecord(valueAt(payload, 'client_payload')) ? valueAt(payload, 'client_payload') : null,
			};
		default:
			return null;
	}
}

/** `build.yml` of `.github/workflows/build.yml@main`. */
function workflowFileOf(path: string | null): string | null {
	const [file = ''] = path?.split('/').at(-1)?.split('@') ?? [];
	return file === '' ? null : file;
}

function isForkRun(payload: unknown): boolean {
	const head = textAt(payload, 'workflow_run', 'head_repository', 'full_name');
	return head === null || head !== textAt(payload, 'repository', 'full_name');
}

function packageDetails(published: unknown): Details {
	return {
		id: numberAt(published, 'id'),
		name: textAt(published, 'name'),
		namespace: textAt(published, 'namespace'),
		type: textAt(published, 'package_type'),
		version: textAt(published, 'package_version', 'version'),
		containerTag: textAt(published, 'package_version', 'container_metadata', 'tag', 'name'),
		containerDigest: textAt(published, 'package_version', 'container_metadata', 'tag', 'digest'),
		url: textAt(published, 'html_url'),
	};
}
