import { textField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { clock } from '../../../shared/waiting/clock';
import { temporalClientForDeploying } from '../../api/client';
import { readDeployment } from '../../api/workerDeployments';
import { changeRouting } from '../../changes/changeRouting';
import { verifyCurrent } from '../../changes/deploy/verifyCurrent';
import { identityField, ignoreMissingField, onFailure, readIdentity } from '../../fields/deployFields';
import { namespaceField, targetOf, versionField, workerDeploymentField } from '../../fields/locators';
import { planJson } from '../../output/planJson';
import { routingOf } from '../../state/routing';
import { conclude } from './conclude';

const tokenField = textField('Conflict Token', 'conflictToken', {
	placeholder: '={{ $json.conflictToken }}',
	description:
		'Of an earlier look: if somebody changed the deployment since, nothing is changed. Leave it empty to go by how it is now.',
});

export const setCurrentVersion: Operation = {
	value: 'setCurrentVersion',
	name: 'Set Current Version',
	action: 'Set the current version of a worker deployment',
	description: 'Give all new workflows to a version at once, and see that it has them',
	properties: [
		namespaceField,
		workerDeploymentField,
		versionField,
		tokenField,
		ignoreMissingField,
		identityField,
		...waitProperties(60),
		onFailure,
		dryRunProperty,
	],
	async execute(context) {
		const target = targetOf(context);
		const buildId = versionField.read(context);
		const token = tokenField.read(context);
		const timeoutMs = waitMsParameter(context);
		const client = await temporalClientForDeploying(context);
		if (dryRunProperty.read(context)) {
			const sight = await readDeployment(client, target);
			return planJson(target, { action: 'setCurrentVersion', buildId }, sight && routingOf(sight.info));
		}
		const { before } = await changeRouting(client, {
			target,
			identity: readIdentity(context),
			decide: ({ current, ramp }, { conflictToken }) => {
				if (current === buildId && ramp === null) return null;
				if (token !== '' && token !== conflictToken) {
					throw new OperationFailure(
						`Worker deployment ${target.deployment} was changed since the conflict token was read: ${current === null ? 'nothing' : `build ${current}`} is current`,
						'Read the deployment again, and decide by what is current now',
						{ state: 'superseded' },
					);
				}
				return { kind: 'current', buildId, ignoreMissingTaskQueues: ignoreMissingField.read(context) };
			},
		});
		const result = await verifyCurrent(client, {
			target,
			buildId,
			previous: before.current,
			deadlineMs: clock.now() + (timeoutMs ?? 0),
			cancelSignal: cancelSignalOf(context),
		});
		return conclude(context, result);
	},
};
