import { type Field, field, numberField } from '../../shared/fields/fields';
import { numberIn } from '../../shared/fields/parameters';

/** As PagerDuty asks for: "a backoff of a few minutes", and longer, since nobody is paged meanwhile. */
const defaultSeconds = 900;
const bounds = { minimum: 0, maximum: 7200 };

const seconds = numberField('Keep Trying (Seconds)', 'patienceSeconds', defaultSeconds, bounds, {
	description: 'How long to go on trying while PagerDuty does not answer or reports too many events; 0 for one try',
});

/** How long to keep trying: seconds on the screen, milliseconds when read. Nodes that were saved before it existed have the default. */
export const keepTryingField: Field<number> = field(seconds, ({ functions, itemIndex }) => {
	const value: unknown = functions.getNodeParameter(seconds.name, itemIndex, defaultSeconds);
	return numberIn(value, 'Keep Trying', bounds) * 1000;
});
