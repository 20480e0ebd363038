import type { Advice } from '../../nodes/SlipwayBundle/state/advice';

/** In a terminal one answers with flags. */
export const terminalAdvice: Advice = {
	edited: 'Run "pull" first to bring the edits into the files, or push with --force to overwrite them',
	removeEdited: 'Run "diff" to see the edits, then remove with --force',
	publishAgain: 'Publish it there, or push with --publish',
	missingCredential: (role, others) => {
		const choice =
			others === '' && !role.includes('/')
				? ''
				: `, or choose one with --credential ${role}=<id>${others === '' ? '' : ` (${others})`}`;
		return `make one in n8n under Credentials${choice}, or push with --unused ${role} if you do not use it`;
	},
	ambiguousCredential: (role) => `choose with --credential ${role}=<id>`,
};
