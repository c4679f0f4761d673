// Shows that environment, arguments and packages arrive.
import OpenAI from 'openai';

console.log(process.env.GREETING, process.argv[2], typeof OpenAI);
