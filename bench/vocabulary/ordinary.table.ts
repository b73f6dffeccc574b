// Ordinary sentences that a repair must leave as they are: everyday prose with the words that mishearings
// are made of, and technical talk that is right already. All are our own.

/** Everyday prose. The second half holds the trap words. */
export const EVERYDAY_SENTENCES: readonly string[] = `
We met at the station just after seven.
The weather has been kind to us this week.
Could you bring the blue folder when you come over?
She painted the kitchen door green.
I have not slept well since Tuesday.
My brother moved to the coast last spring.
The train was late, so we walked home.
Please water the plants while we are away.
He plays the violin better than I do.
They opened a small bakery on the corner.
Nobody told me that the meeting had moved.
The children built a castle out of boxes.
It took three hours to reach the summit.
I prefer tea in the morning and coffee after lunch.
The museum is closed on Mondays.
Her grandmother kept bees behind the house.
We should leave before it gets dark.
The soup needs a little more salt.
He asked whether the shop would be open on Sunday.
There was a fox in the garden last night.
I think the green one suits you better.
The river froze for the first time in years.
They are getting married in October.
The old clock in the hall has stopped again.
You can borrow my umbrella if you like.
A letter came for you this morning.
The concert was louder than we expected.
She reads the paper from back to front.
We had soup and bread by the fire.
The bus goes every twenty minutes.
I left my keys on the kitchen table.
He has worked at the library for ten years.
The baby is asleep, so please be quiet.
We drove through the night to get there.
Her answer surprised everyone in the room.
The tomatoes are ripe, take as many as you want.
It rained so hard that the road was flooded.
I would rather walk than wait for a taxi.
The dog followed us all the way to the beach.
They painted the fence over the weekend.
Do you only take cash, or cards too?
He paid the builder in cash.
She ran out of cash on the second day.
I need to get cash from the machine before dinner.
The cash register was empty.
Their cash flow has been poor this year.
We clear the cash drawer every evening.
Jason said he would be late.
Ask Jason about the holiday.
I had lunch with Jason and his sister.
Send it to Jason before noon.
Jason's birthday is in May.
Jason and the others are already there.
Could you get hubcaps for the old car?
You should get some rest.
The rest of the family arrived later.
I get up at six every day.
Get the door, please.
Did you get the message that I left?
We get along well with the neighbours.
They swore an oath to tell the truth.
The kitchen sink is blocked again.
Put the cups in a sink full of hot water.
A sink and a stove are all we need.
The boat began to sink with the tide.
Let that sink in for a moment.
I work three days a week.
The tree at work lost its leaves.
We planted a tree where the old shed stood.
The word tree has four letters.
Peas and pears are cheap this week.
The peas are ready to eat.
It is a standard in this part of the world.
The standard in Europe is different.
He set a new standard in his first year.
The standard error of the mean is small.
She stood in the rain for an hour.
Everyone rejects the plan.
The sequel was better than the film.
I am writing the sequel to my first book.
My sequel comes out next autumn.
The engine coughed twice and died.
The engine of the truck was still warm.
A camel can go for days without water.
We rode a camel across the desert.
The doctor will see you now.
Call the doctor if the fever gets worse.
A comet crossed the sky in spring.
The comet has a long bright tail.
The queen wore her crown at the opening.
Crown the cake with a few berries.
He has a firm grip on the rope.
Lose your grip and you fall.
The band sells its merch after the show.
There was a demon in the old story.
She gave up chocolate for Lent.
I lent him my bicycle.
The colonel spoke to the soldiers.
He missed his cue and the actor laughed.
A cue for the lights comes in the second act.
The dog does not bite.
Have a bite before you go.
Her purse was on the chair.
The purser on the ship was very kind.
Read me the story again, please.
Will you read me the letter?
Call back when you have time.
I will call back in the afternoon.
It weighs a ton, that is a weight I cannot lift.
After a wait of two hours we went home.
We spent a week in Tokyo in the spring.
The museum has a dinosaur the children call Dino.
The radish is red, and so is the beet.
My shirt is red is what she said.
Noel brought a cake to the party.
They sat on a grassy knoll above the village.
Let us host a dinner, and a local host can cook.
The name is short, and space is tight.
Make a wish and blow out the candles.
I like the way you make things.
When the bread is ready, call me.
The table is ready for eight people.
Dinner is ready.
The prices change on Friday.
On change of address, tell the bank.
Put the books in order on the shelf.
She has two sons, Jason and Noel.
He is on change of shift tonight.
Use effect and colour with care when you paint.
We use effects like these on stage.
The treatment is of no use, effect or not.
Open the file cabinet with the small key.
The prompt queue at the bakery moved along.
Each session was under the control of a judge.
Set up the tent before dark.
We need to set up chairs for forty people.
Log in to see your photographs.
Clean up after the party.
He will check out of the hotel at noon.
Check out the view from here!
The play, right from the start, was dull.
Play right into their hands, why not.
Tell the pilot to hold the course.
A fish swam past the web of reeds.
The spider spun a web by the hook.
The tail wind made the flight shorter.
Pick a bright elastic to search for.
Sue, do come in.
What did Sue do then?
Sue does the garden on Saturdays.
It was a pseudo scientific talk.
The gym is closed, so is the pool.
The pseudo code of honour among thieves.
I am fond of yams, all of them.
He got a yam and some rice.
Tom, let us go home.
Tom will bring the chairs.
The P in his name stands for Peter.
Plan B is better than plan A.
Vitamin C is good for you.
I see I was wrong about him.
You are late again.
You and I should talk about it.
A P and an R were carved in the bark.
`
  .trim()
  .split('\n');

/** Technical talk that was heard right. */
export const TECHNICAL_SENTENCES: readonly string[] = `
Clear the cache and run the tests again.
The cache key does not include the locale.
Open a PR against main and ask for a review.
The worktree is on a branch of its own.
Run pnpm install, then pnpm test.
The JSON schema is in the fixtures folder.
Ask Jason to review the branch.
Jason wrote this function last year.
Is the server ready before the client connects?
When the build is ready, deploy it to staging.
Check that the value is ready before you read it.
The function is ready for review.
Rename the file and update the imports.
Make this function async and await the result.
Make this a sync function, it does not need to wait.
Use the standard library where you can.
The standard error message is not helpful.
Get the user from the request and log the name.
Get status updates from the api every minute.
Get the latest version and install it.
Get push notifications working on the phone.
Add a get request handler for users.
The get status endpoint returns a string.
Let us get merge access for the new colleague.
Set up the environment and run the script.
Log in with the test user.
Check out the repository and look around.
The list of files is in order.
On change, the component renders again.
Call the doctor service only once.
Open file handles must be closed.
Use the rest of the buffer for the header.
The rest api returns a list.
Write the test first, then the code.
The output log is too long to read.
Sort the items in order of their size.
To string the calls together, use a promise.
We use state machines for the protocol.
The prompt queue holds what was said.
The audio device is closed when nobody listens.
Each test run takes about a minute.
List files by size and delete the largest.
The key is down, handle it in the parent.
What does this regex match?
Explain the difference between TCP and UDP.
Why does the login page crash in production?
Split the class into two smaller ones.
The variable is never used, remove it.
Add a comment that says why the port is fixed.
Revert the last commit but keep the tests.
The tests on the main branch are red.
Move the helper into its own module.
The name of the branch says it all.
The terminal shows a blank screen after resize.
Type the script name and press enter.
A weight of two is too much for this edge.
The demo crashed, so we wait for a fix.
The call back button does nothing.
Scroll back to the top of the page.
Read me the error in the log.
`
  .trim()
  .split('\n');
