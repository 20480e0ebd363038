import { requiredTextField } from '../../../shared/fields/fields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { readFile } from '../../api/contents';
import { repositoryField } from '../../fields/repository';

const fileField = requiredTextField('File', 'file', {
	placeholder: 'services/gateway/schema.graphql',
	description: 'Where it lies in the repository',
});

const refField = requiredTextField('Commit', 'ref', {
	placeholder: '={{ $json.commit }}',
	description: 'A commit, a branch or a tag at which the file is read',
});

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a file',
	description: 'Read the text of a file as it is at a commit, such as a schema that is to be published',
	properties: [repositoryField, fileField, refField],
	async execute(context) {
		const repository = repositoryField.read(context);
		const fullName = `${repository.owner}/${repository.name}`;
		const path = fileField.read(context).replace(/^\/+/, '');
		const ref = refField.read(context);
		const found = await readFile(gitHubClient(context), repository, path, ref);
		if (found === null) {
			throw new OperationFailure(
				`There is no file ${path} in ${fullName} at ${ref}`,
				'Check its path, and that the commit has it',
			);
		}
		if (found.text === null) {
			throw new OperationFailure(
				`${path} of ${fullName} cannot be read: it is a folder, no text, or larger than a megabyte`,
				'Name a file of text that is smaller',
			);
		}
		return { repository: fullName, path, ref, blob: found.blob, content: found.text };
	},
};
