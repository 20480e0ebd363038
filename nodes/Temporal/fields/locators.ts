import { type Field, field, textField } from '../../shared/fields/fields';
import { enteredAs, locatorProperty, optionalLocator } from '../../shared/fields/locators';
import type { OperationContext } from '../../shared/operation/operation';
import { requireBuildId, requireReachable } from '../api/names';
import type { DeploymentTarget } from '../api/types';
import type { WorkflowReference } from '../api/workflows';

export const namespaceField = locatorProperty({
	displayName: 'Namespace',
	name: 'namespace',
	description: 'The namespace on the server',
	search: 'searchNamespaces',
	enter: [enteredAs('name', 'By Name', 'default')],
});

export const workerDeploymentField = locatorProperty({
	displayName: 'Worker Deployment',
	name: 'workerDeployment',
	description: 'The deployment that its workers name, such as paintbox',
	search: 'searchWorkerDeployments',
	enter: [enteredAs('name', 'By Name', 'paintbox'), enteredAs('path', 'By Namespace and Name', 'default/paintbox')],
});

const versionLocator = locatorProperty({
	displayName: 'Version',
	name: 'buildId',
	description: 'The build ID of a version of that deployment',
	search: 'searchVersions',
	enter: [enteredAs('id', 'By Build ID', '0123456789abcdef0123456789abcdef01234567')],
});

/** Never empty: an empty build ID would unset the current version. */
export const versionField: Field<string> = field(versionLocator, (context) =>
	requireBuildId(versionLocator.read(context)),
);

/** A version that may be left empty, which `description` tells of; read as '' then. */
export function optionalVersionField(displayName: string, name: string, description: string): Field<string> {
	const locator = optionalLocator({ ...versionLocator, displayName, name }, description);
	return field(locator, (context) => {
		const buildId = locator.read(context);
		return buildId === '' ? '' : requireBuildId(buildId, displayName);
	});
}

/** Which deployment; by its namespace and name, as a catalog's row has it, that namespace counts. */
export function targetOf(context: OperationContext): DeploymentTarget {
	const entered = workerDeploymentField.read(context);
	const [, named, deployment = entered] = /^([^/]+)\/([^/]+)$/.exec(entered) ?? [];
	return {
		namespace: requireReachable(named ?? namespaceField.read(context), 'Namespace'),
		deployment: requireReachable(deployment, 'Worker Deployment'),
	};
}

export const workflowField = locatorProperty({
	displayName: 'Workflow',
	name: 'workflowId',
	description: 'The workflow, by the ID it was started with',
	search: 'searchWorkflows',
	enter: [enteredAs('id', 'By ID', 'order-42')],
});

const runField = textField('Run ID', 'runId', {
	placeholder: '01a21aae-a692-73e6-bfdf-a4dd2df2b59e',
	description: 'One run of that workflow; leave it empty for the newest',
});

/** Which workflow, and which of its runs. */
export const workflowFields = [namespaceField, workflowField, runField];

export function workflowReference(context: OperationContext): WorkflowReference {
	return {
		namespace: requireReachable(namespaceField.read(context), 'Namespace'),
		workflowId: requireReachable(workflowField.read(context), 'Workflow'),
		runId: runField.read(context),
	};
}

export const cloudNamespaceField = locatorProperty({
	displayName: 'Namespace',
	name: 'cloudNamespace',
	description: 'The namespace, with the account behind its name',
	search: 'searchCloudNamespaces',
	enter: [enteredAs('id', 'By ID', 'candlefish.a1b2c')],
});
