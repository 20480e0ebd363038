import type { Advice } from './advice';

/** In n8n's editor one answers with the node's fields. */
export const editorAdvice: Advice = {
	edited: 'Choose Keep or Overwrite under Edited Workflows',
	removeEdited: 'Compare shows the edits; choose Remove as Well under Edited Workflows to lose them',
	publishAgain: 'Publish it in the editor, or run this with Publish All on',
	missingCredential: () => 'make one under Credentials, then run this again',
	ambiguousCredential: (_role, name) => `name the one to be used "${name}", then run this again`,
};
