import 'reflect-metadata';

import { errorMessage } from '../../tools/errorCode';
import type { Answer, Ask } from './messages';
import { createCaseRunner } from './runCase';
import { subjectNamed } from './subjects';

const answer = (message: Answer): void => void process.send?.(message);

/** A process with one world: lists cases and runs them, as it is asked. */
async function main(): Promise<void> {
	const runner = await createCaseRunner();
	const work = async (ask: Ask): Promise<void> => {
		if (ask.do === 'run') {
			for (const one of ask.cases) answer({ is: 'result', result: await runner.run(subjectNamed(one.subject), one) });
			return;
		}
		try {
			const { subject } = ask;
			answer({ is: 'cases', subject, cases: await runner.list(subjectNamed(subject)) });
		} catch (error) {
			answer({ is: 'failed', subject: ask.subject, message: errorMessage(error) });
		}
	};
	process.on('message', (ask: Ask) => void work(ask).then(() => answer({ is: 'ready' })));
	answer({ is: 'ready' });
}

void main();
