import { onFailureProperty } from '../../shared/fields/failureHandling';
import { choiceField, option, switchField, textField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { GitContext } from '../api/publications';

const schema = textField('Schema', 'schema', {
	typeOptions: { rows: 6 },
	required: true,
	placeholder: 'type Query { ... }',
	description: "The subgraph's schema in GraphQL's schema language, as GitHub: File: Get reads it",
});

/** The schema as it was written: Apollo keeps it byte for byte. */
export const schemaField = {
	property: schema,
	read({ functions, itemIndex }: OperationContext): string {
		const value: unknown = functions.getNodeParameter('schema', itemIndex, '');
		if (typeof value === 'string' && value.trim() !== '') return value;
		throw new ConfigurationError(
			typeof value === 'string' ? 'Schema is empty' : 'Schema is not text',
			'Fill it with the text of the schema, or correct its expression',
		);
	},
};

export const commitField = textField('Commit', 'commit', {
	placeholder: '={{ $json.commit }}',
	description: 'Commit that the schema comes from. Apollo keeps it as the revision, by which it is known again.',
});

const branchField = textField('Branch', 'branch', {
	placeholder: 'main',
	description: 'Branch of that commit, for Studio',
});
const messageField = textField('Message', 'message', { description: "The commit's message, for Studio" });
const repositoryField = textField('Repository', 'repository', {
	placeholder: 'candlefish-ai/candlefish',
	description: 'Where the commit is, for Studio',
});

export const sourceFields = [commitField, branchField, messageField, repositoryField];

export function readGitContext(context: OperationContext): GitContext {
	const repository = repositoryField.read(context);
	return {
		commit: commitField.read(context),
		branch: branchField.read(context),
		message: messageField.read(context),
		committer: '',
		remoteUrl: repository === '' || repository.includes(':') ? repository : `https://github.com/${repository}`,
	};
}

export const checkFirstField = switchField(
	'Check First',
	'checkFirst',
	'Whether Apollo checks the schema before it is published: whether it composes, and whether it breaks operations of clients. One that does not pass is not published.',
	true,
);

export const putsBackField = choiceField(
	'If the Launch Fails',
	'ifLaunchFails',
	[
		option(
			'Put the Schema Before It Back',
			'putBack',
			'Publish again what routers are served: else no other subgraph could be published',
		),
		option('Leave It as It Is', 'leave', 'Leave the schema registered, so that somebody can look at it'),
	],
	{ description: 'What to do with the registered schema when its launch fails' },
);

/** On Failure, for everything here that waits. */
export const apolloOnFailureProperty = onFailureProperty('the launch fails, is superseded');
