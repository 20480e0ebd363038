import { resources } from '../../../nodes/Neon/actions';
import { itKeepsParameters } from '../parameterContract';

itKeepsParameters(resources);
