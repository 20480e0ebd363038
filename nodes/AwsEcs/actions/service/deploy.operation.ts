import { choiceField, option, textField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readService } from '../../api/services';
import { readTaskDefinition } from '../../api/taskDefinitions';
import type { Ecs } from '../../api/types';
import { containerChangeFields } from '../../fields/containerChangeFields';
import { type RequestedChanges, requestedChanges } from '../../fields/containerChanges';
import { deployFields, deploymentChoices } from '../../fields/deploymentChoices';
import { revisionField, serviceFields, serviceReference } from '../../fields/locators';
import { migrationFields, readMigration } from '../../fields/migrationFields';
import { secretChangesOf } from '../../state/containerChange';
import { deployExistingRevision } from './deployExistingRevision';
import { deployNewImages } from './deployNewImages';
import { requireDeployable, requireTasks } from './requirements';

const deployWhat = choiceField('Deploy', 'deployWhat', [
	option('New Images', 'images', 'Copies the running task definition, puts the new images in and registers it'),
	option('Existing Revision', 'revision', 'A task definition that is registered already'),
]);

const secretsFromField = textField('Secrets From Revision', 'secretsFrom', {
	placeholder: 'nanda-workers:13',
	description:
		'A revision whose references to secrets are taken over, container by container, such as the one that Secret Sync made; leave it empty to keep those that are running',
	displayOptions: { show: { deployWhat: ['images'] } },
});

export const deploy: Operation = {
	value: 'deploy',
	name: 'Deploy',
	action: 'Deploy a service',
	description: 'Put new images or an existing revision in place, and verify that every task runs them',
	properties: [
		...serviceFields,
		deployWhat,
		...containerChangeFields({ deployWhat: ['images'] }),
		secretsFromField,
		...migrationFields,
		{ ...revisionField, displayOptions: { show: { deployWhat: ['revision'] } } },
		...deployFields,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const reference = serviceReference(context);
		const choices = deploymentChoices(context);
		const dryRun = dryRunProperty.read(context);
		const isRevision = deployWhat.read(context) === 'revision';
		const revision = isRevision ? revisionField.read(context) : '';
		const wanted = isRevision ? undefined : requireChanges(requestedChanges(context));
		const migration = readMigration(context);
		const secretsFrom = isRevision ? '' : secretsFromField.read(context);
		const ecs = await ecsClient(context);
		const service = await readService(ecs, reference);
		requireDeployable(service);
		requireTasks(service, choices);
		const target = { ecs, reference, service, dryRun, choices };
		if (!wanted) return await deployExistingRevision(target, revision);
		return await deployNewImages(target, await withSecretsFrom(ecs, secretsFrom, wanted), migration);
	},
};

/** What was entered comes last, and so counts. */
async function withSecretsFrom(ecs: Ecs, revision: string, wanted: RequestedChanges): Promise<RequestedChanges> {
	if (revision === '') return wanted;
	const { definition } = await readTaskDefinition(ecs, revision);
	return { ...wanted, changes: [...secretChangesOf(definition), ...wanted.changes] };
}

function requireChanges(requested: RequestedChanges): RequestedChanges {
	if (requested.changes.length > 0) return requested;
	throw new ConfigurationError(
		'There is nothing to deploy: no image, variable or secret was given',
		'Add an image with its container, or use Force New Deployment to start the tasks anew',
	);
}
