import type { INodeProperties } from 'n8n-workflow';

import { isRecord, textAt } from '../../deployment/values/jsonFields';
import { collectionField, field, requiredTextField, textField } from '../../shared/fields/fields';
import { jsonAsWrittenParameter } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { DeploymentRequest } from '../api/deployments';
import { boundedName } from '../api/textLimits';
import type { Mark } from '../state/deploymentMark';
import { descriptionField } from './description';

const refField = requiredTextField('Ref', 'ref', {
	description: 'Commit, branch or tag. Only a commit cannot move in the meantime.',
});

const environmentName = requiredTextField('Environment', 'environment');
const environmentField = field({ ...environmentName, default: 'production' }, (context) =>
	boundedName(environmentName.read(context)),
);

/** The person's own key of the deployment; empty when there is none. */
export const keyField = textField('Key', 'key', {
	placeholder: 'paintbox/production/72d3162e',
	description:
		'Makes a repeat safe: a deployment of the same commit and environment with this key is returned instead of created again. Kept in the payload as slipwayKey.',
});

const payloadField = field<Readonly<Record<string, unknown>>>(
	{
		displayName: 'Payload',
		name: 'payload',
		type: 'json',
		default: '{}',
		description: 'Facts for other tools, as a JSON object; never a secret',
	},
	(context) => {
		const payload = jsonAsWrittenParameter(context, 'payload', 'Payload');
		if (isRecord(payload)) return payload;
		throw new ConfigurationError('Payload must be a JSON object', 'Enter an object such as {"service": "paintbox"}');
	},
);

const additionalFields = collectionField('Additional Fields', 'additionalFields', 'Add Field', [
	{
		displayName: 'Production Environment',
		name: 'productionEnvironment',
		type: 'boolean',
		default: true,
		description: 'Whether end users work with this environment; GitHub assumes so for the one named production',
	},
	textField('Required Contexts', 'requiredContexts', {
		placeholder: 'ci/test, ci/lint',
		description: 'Status checks that must have passed, separated by commas; * for all of them, none if empty',
	}),
	{ displayName: 'Task', name: 'task', type: 'string', default: 'deploy', placeholder: 'deploy:migrations' },
	{
		displayName: 'Transient Environment',
		name: 'transientEnvironment',
		type: 'boolean',
		default: false,
		description: 'Whether the environment will be removed at some point, as a preview is',
	},
]);

export const deploymentRequestProperties: readonly INodeProperties[] = [
	refField,
	environmentField,
	keyField,
	descriptionField,
	payloadField,
	additionalFields,
];

/** The deployment to create, with `mark` in its payload. */
export function readDeploymentRequest(context: OperationContext, mark: Mark): DeploymentRequest {
	const additional = additionalFields.read(context);
	const { productionEnvironment, transientEnvironment } = additional;
	const contexts = textAt(additional, 'requiredContexts') ?? '';
	return {
		ref: refField.read(context),
		environment: environmentField.read(context),
		task: textAt(additional, 'task') ?? 'deploy',
		// GitHub's default merges the default branch into the ref: another commit would be deployed.
		auto_merge: false,
		...(contexts.trim() !== '*' && { required_contexts: commaSeparated(contexts) }),
		description: descriptionField.read(context),
		payload: { ...payloadField.read(context), [mark.name]: mark.value },
		...(typeof productionEnvironment === 'boolean' && { production_environment: productionEnvironment }),
		...(typeof transientEnvironment === 'boolean' && { transient_environment: transientEnvironment }),
	};
}

/** The parts of a list that a person separated by commas: a context may hold spaces. */
function commaSeparated(text: string): string[] {
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}
