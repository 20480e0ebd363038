import { field, requiredTextField } from '../../../shared/fields/fields';
import { switchParameter } from '../../../shared/fields/parameters';
import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { assertSucceeded, waitForCompletedRun } from '../../changes/waitForCompletedRun';
import { repositoryField } from '../../fields/repository';
import { runJson } from '../../output/runJson';

const runIdField = requiredTextField('Run ID', 'runId');
const timeoutField = timeoutProperty(1800);

const failUnlessSuccessful = field(
	{
		displayName: 'Fail Unless Successful',
		name: 'failUnlessSuccessful',
		type: 'boolean',
		default: true,
		description:
			'Whether any conclusion but success is an error: failure, cancelled, timed out, skipped, neutral and so on',
	},
	(context) => switchParameter(context, 'failUnlessSuccessful'),
);

export const waitForRun: Operation = {
	value: 'waitForRun',
	name: 'Wait For Run',
	action: 'Wait for a workflow run',
	description: 'Wait until a GitHub Actions run has ended',
	properties: [repositoryField, runIdField, timeoutField, failUnlessSuccessful],
	async execute(context) {
		const completed = await waitForCompletedRun(
			gitHubClient(context),
			repositoryField.read(context),
			runIdField.read(context),
			{
				timeoutMs: timeoutField.read(context),
				cancelSignal: context.functions.getExecutionCancelSignal(),
			},
		);
		if (failUnlessSuccessful.read(context)) assertSucceeded(completed);
		return runJson(completed.run, completed.failedJobs, completed.waitedMs);
	},
};
