import { textField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { secretsManagerClient } from '../../api/client';
import { describeSecret } from '../../api/secrets';
import { moveCurrent } from '../../changes/moveCurrent';
import { secretField } from '../../fields/locators';
import { versionWith } from '../../state/versionWith';

const onlyIfCurrent = textField('Only If Current', 'badVersionId', {
	placeholder: '={{ $json.versionId }}',
	description:
		'The bad version. If another one is current by now, nothing is changed; if it was rolled back already, that is the answer. Without it, running this twice brings the bad version back.',
});

const rollBackTo = textField('Roll Back To', 'toVersionId', {
	placeholder: '={{ $json.secretVersion }}',
	description:
		'The version that becomes the current one, such as the one that a deployment ran with; leave it empty for the one before the current one. If it is the current one already, nothing is changed.',
});

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a secret',
	description: 'Make the version before the current one, or one that you name, the current one again',
	properties: [secretField, rollBackTo, onlyIfCurrent, dryRunProperty],
	async execute(context) {
		const secretId = secretField.read(context);
		const wanted = rollBackTo.read(context);
		const bad = onlyIfCurrent.read(context);
		const secrets = await secretsManagerClient(context);
		const before = await describeSecret(secrets, secretId);
		const name = before.Name ?? secretId;
		if (before.DeletedDate) {
			throw new OperationFailure(
				`Secret ${name} is scheduled for deletion, so it was not rolled back`,
				'Use Restore first',
			);
		}
		const current = versionWith(before, 'AWSCURRENT');
		const previous = versionWith(before, 'AWSPREVIOUS');
		const known = { name, arn: before.ARN ?? null };
		if (wanted !== '' && wanted === current) {
			return { ...known, versionId: current, previousVersionId: previous ?? null, isChanged: false };
		}
		if (bad !== '' && bad !== current) {
			if (bad === previous && wanted === '')
				return { ...known, versionId: current ?? null, previousVersionId: bad, isChanged: false };
			throw new OperationFailure(
				`The current version of secret ${name} is ${current ?? '(none)'}, not ${bad}, so it was not rolled back`,
				'If the current version is good, nothing is left to do. Otherwise look at Versions, and put the right value in',
			);
		}
		const target = wanted || previous;
		if (current === undefined || target === undefined) {
			throw new OperationFailure(
				`Secret ${name} has no version before the current one, so it cannot be rolled back`,
				'Put the right value into it',
			);
		}
		if (dryRunProperty.read(context)) {
			const plan = { action: 'rollBack', ...known, from: current, to: target };
			return { dryRun: true, platform: 'awsSecretsManager', plan };
		}
		await moveCurrent(secrets, before, { from: current, to: target });
		return { ...known, versionId: target, previousVersionId: current, isChanged: true };
	},
};
