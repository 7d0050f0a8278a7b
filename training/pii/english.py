"""English sentences with slots; ``[a|b]`` is one of the two. Written for this purpose, none is of a data set."""

SENTENCES = """
[Hi|Hello|Hey|Good morning], [I am|I'm|this is|my name is|it's] {person} [from {org}|from {place}|calling about my order|and I need help|].
[I am|I'm] {first}[.|, nice to meet you.|, and I live in {city}.|, the new {job}.|, {age} years old.]
[My|The] name [is|was] {person} [and|but] [I go by {first}|you can call me {first}|my card says {person}|the letter says otherwise].
Please [ask|call|tell|email|remind|contact|write to] {first} [about the {thing}|at {phone}|before {date}|that the invoice is late].
[Can|Could|Would] you [please |]send [it|this|the package|a replacement|my statement|the documents] to {address}[?|, please.|]
[My|Our|The] [new|old|billing|home|mailing|shipping|current] address is {address}[.|]
I [have |]moved [from {place} to {place}|to {address}|to {city}] [in {year}|last month|with my family].
{person} [lives|works|studies|stays|grew up] [in|near] {place}.
{person} lives at {address}.
{first} [lives|resides] [at|on] {street}.
{title} {last} [will see you|called|is not available|has signed|asked for a copy|arrived] [at {time}|on {date}|today|].
Dear {title} {last},
Dear {person},
Dear {first},
Hello {first}[,|!|]
Hi {first}, [thanks|thank you] for [your message|the quick reply|the call on {date}].
[Kind|Best|Warm] regards, {person}
Sincerely, {person}, {job}
Yours [truly|faithfully], {person}
[Signed|Witnessed|Approved|Checked|Prepared|Countersigned] by {person} on {date}.
cc: {person}, {person}
RE: {person}
Attn: {person}, {org}
[The|This] [claim|report|request|form|account|complaint|contract] was [filed|reviewed|signed|submitted|handled|opened|closed] by {person}[ on {date}|].
We [spoke|met|talked] with {person} [about the {thing}|regarding your claim|on {date}|at {org}].
[Payment|The deposit|A refund|The letter] was [received from|sent to|returned to|collected by] {person}.
The [patient|tenant|claimant|insured|customer|employee|student|borrower], {person}, [was born on {date}|reported the loss|is {age} years old|has paid the rent].
{person} was born [in {place}|on {date}|in {city} on {date}].
{person} (born {date}) is a {nation} {job}.
{person}, {age}, [of {city}|from {place}|a {job}], [was arrested|won the award|died|was elected|said so] on {date}.
"{work} [is|was] [a triumph|overrated|worth it]," [says|said|writes|wrote] {person}[, {job} at {org}|].
"[We are pleased|It was about time|I could not believe it|Nothing will change]," {last} [said|told reporters|added].
According to {person} [of {org}|], the [price|number|offer] will [rise|fall] in {year}.
{work} is a {year} {nation} [film|novel|album|play|game] [by|directed by|written by|starring] {person}[ and {person}|].
The [album|song|film|book|painting] "{work}" by {person} [came out in {year}|was sold for {money}|is on display in {city}].
{person} [sang|played|recorded|performed] {work} [with|together with] {person} [in {city}|at {org}|].
[Who|What] is {person}[?| doing in {city}?| married to?]
Is {first} [there|home|coming|your real name|a friend of {first}]?
{first} and {first} [are coming|broke up|went to {place}|live in {city}|love {work}].
{first}, {first} and {first} [came for dinner|stayed at home|are siblings|went to {org}].
[She|He|They] [named|called] the [baby|dog|boy|girl] {first}.
[My|Her|His|Our] [son|daughter|kid|wife|husband|brother|sister|father|mother|boss|friend|neighbor|aunt|lawyer] {first} [is {age}|lives in {city}|needs a {thing}|works for {org}|forgot the password].
[My|Her|His] [friend|doctor|teacher|landlord] is called {person}.
Let's ask {first}'s [mother|team|boss|brother].
{person}'s [car|dog|address|account|phone number|email] is [missing|wrong|{phone}|{email}|blue].
[That|This|It] belongs to {first}[.|'s sister.]
What a [day|mess|story], {first}!
{first}, [please come here|where are you|did you call {first}|what's your address]?
I [saw|met|know|like|remember|love|miss] {first}[ {last}|] [very much|from school|in {city}|at the party|].
I want to [add|remove] {person} [to|from] [my account|the list|the contract|the policy].
[Was|Were] {person} and {person} [at the meeting|married|paid]?
[User|Agent|Bot|Customer|Caller|Support|Q|A]: [my name is|I'm|it is|] {person}
[User|Agent|Bot|Customer|Caller]: [what is|could you tell me|please confirm] your [name|address|date of birth]?
[User|Agent|Customer]: {first}
[Full name|Name on card|Name of the holder]? {person}
The card [{card}|ending in {count}] belongs to {person}.
My [credit card|card] number is {card}[ and it expires in {date}|]. [How do I block it|Why was it declined|Please cancel it]?
My IBAN is {iban}[.|, in the name of {person}.]
My social security number is {ssn}.
Call me [at|on] {phone}[.| or write to {email}.| and ask for {first}.]
They do not [answer|pick up] at {phone}.
My email [address |]is {email}.
[See|Visit|Check] {url} for [details|more {thing}|the schedule].
I am {age} [years old|and retired|].
[He|She] turned {age} [in {city}|on {date}].
[I'm|We're|They are|She is] [in|from|near|outside|visiting|flying to|moving to|on holiday in] {place}[.|, by train.| for {count} days.]
[I|We] [flew|drove|travelled|moved] from {city} to {city}[ via {city}|].
{place} [is|was] [beautiful|cold|crowded|the capital of {country}|the worst trip of my life|far away].
The [weather|traffic|food|train] in {place} was [bad|good|late].
[How far is|What is the zip code of|Which bus goes to|Where is] {place}?
What is the zip code? It's {zip}.
ZIP [code|]: {zip}
Meet me at {address}[.|]
[The office|The shop|Our new restaurant|The party|The bus stop] is [at|in|on] {address}[.|, next to {org}.|, see you there!]
[Deliver|Ship|Mail|Post] the [parcel|goods|{thing}] to {person}, {address}.
{org} is [a|an] {nation} [bakery|school|manufacturer of {thing}|charity|insurer] [based in {city}|founded in {year}|with offices in {place}].
{org} [was founded|was sold|went bankrupt|opened an office|hired {person}] in [{year}|{city}].
[The|Our] [order|contract|meeting] with {org} is [due on {date}|cancelled|signed].
{person} [joined|left|works for|founded|runs|is CEO of|is from|was fired by] {org}[ in {year}|].
[I work|She works|He studied|They met] at {org}[.| in {city}.]
[Have you read|Did you see|I love|We watched] {work}[?|.]
{work} [is the best song of {year}|was number {count} in the charts|won {count} prizes|starts at {time}].
[Read the|Listen to|Buy] {work} [in|on] {work}.
The {work} [of {year}|edition|tour] [sold out|begins on {date}|was cancelled].
We [serve|sell|offer|cook] {nation} [food|wine|dishes|goods].
[All|Most|Many] {nation} [people|citizens|tourists|banks] [agree|disagree|like {thing}].
Please [pay|transfer|refund] {money} [by {date}|to {iban}|within {count} days|for {thing}].
[Invoice|Order|Policy|Claim|Ticket] {number} [of {date}|] [is paid|is open|amounts to {money}|was sent to {org}|covers {thing}].
[The|Your] {thing} [arrived|was shipped|is out of stock|costs {money}|needs repair].
[Can|May|How can] I [use|return|order|cancel] [the|my|a] {thing}?
[What|How much] [is|does] [the fee|it cost|my limit|the balance] [for|of] [a transfer|{thing}|my card]?
[Why|When|Where|How] [is|was] my [payment|card|order|refund] [declined|late|blocked|missing]?
I [would like|want|need] to [change|reset|update|check] my [password|pin|limit|address|billing date].
[Nothing|Everything] [works|is broken], [I am angry|thank you|please help me].
Terms and Conditions apply. All Rights Reserved. {org}, {year}.
The [tenant|seller|buyer|supplier], {org}, agreed to [the refurbishment of the shop|deliver {thing}|pay {money}].
[Chapter|Section|Table|Figure|Page] {count}: {work}
{phrase}
{thing}, {thing} and {thing}
[Board|Members|Participants|Speakers|Authors]: {person}; {person}; {person}
[Judge|Justice|Senator|President|Minister|Coach|Captain|Professor|Chancellor|Officer|Nurse] {last} [resigned|ruled that {org} must pay|spoke in {city}|won].
[President|Chancellor|Mayor|Coach] {person} [visited {place}|met {person}|said no].
{first} [loves|hates|married|called|beat|thanked|hired|sued] {first}[.| in {year}.| at {org}.]
[He|She|The {job}] [told|asked|gave|paid] {first} [nothing|the truth|{money}|to leave {city}].
[Mother|Father|Spouse|Child|Heir|Witness] of {person}: {person}
[Happy birthday|Good luck|Congratulations|Welcome|Goodbye|Thank you|Sorry], {first}!
[The|All the] {last} [family|brothers|sisters] [lives in {place}|won {count} games|moved to {city}].
[Last|This] [week|year|Monday], {last} [and {last} |][came to {city}|left {org}|was {age}].
{person}
{person} {person}
{address}
{org}
{first}
{place}
"""
