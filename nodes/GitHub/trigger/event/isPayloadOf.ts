import { isRecord, textAt } from '../../../deployment/values/jsonFields';
import type { Delivery } from './readDelivery';

type Payload = Delivery['payload'];

/** By event, the objects of a payload that make it one. A workflow may have requested a deployment. */
const objectsOf: Readonly<Record<string, readonly string[]>> = {
	push: [],
	pull_request: ['pull_request'],
	workflow_run: ['workflow_run'],
	deployment: ['deployment', 'workflow_run'],
	release: ['release'],
	registry_package: ['registry_package', 'package'],
	repository_dispatch: ['client_payload'],
};

/** Objects by which payloads differ, including those of events that are not read here. */
const tellingObjects: readonly string[] = [
	...new Set(Object.values(objectsOf).flat()),
	...['approver', 'check_run', 'check_suite', 'comment', 'deployment_status', 'issue', 'requester'],
	...['review', 'reviewers', 'thread', 'workflow_job'],
];

/**
 * Whether a payload is of the event that its header names. GitHub signs the body alone, so a changed
 * header could make a captured delivery mean something else. True of events that are not read here.
 */
export function isPayloadOf(event: string, payload: Payload): boolean {
	const own = objectsOf[event];
	if (own === undefined) return true;
	const present = tellingObjects.filter((name) => isRecord(payload[name]) || Array.isArray(payload[name]));
	return present.every((name) => own.includes(name)) && hasSubject(event, payload, own);
}

function hasSubject(event: string, payload: Payload, own: readonly string[]): boolean {
	switch (event) {
		case 'push':
			return textAt(payload, 'ref') !== null && textAt(payload, 'after') !== null;
		case 'registry_package':
			return own.some((name) => isRecord(payload[name]));
		case 'repository_dispatch':
			return !('ref' in payload);
		default:
			return isRecord(payload[event]);
	}
}
