"""English: what papers call things, and things to sell."""

WORDS = """
title: Invoice | INVOICE | Tax Invoice | TAX INVOICE | Commercial Invoice | Sales Invoice | Invoice | VAT Invoice | Statement | Project Statement | Billing Statement | I N V O I C E
title_credit: Credit Note | CREDIT NOTE | Credit Memo | Corrected Invoice
title_order: Purchase Order | PURCHASE ORDER | Order | Order Change
title_confirmation: Order Confirmation | Order Response | ORDER ACKNOWLEDGEMENT | Sales Order
number: Invoice Number | Invoice No. | Invoice # | Invoice No | Inv. No. | Invoice | INVOICE NO. | INVOICE NUMBER | Invoice ID | Document No. | Reference No. | Number | Receipt # No. | Bill No. | INVOICE # | No.
date: Invoice Date | Date | Date of Issue | Issue Date | INVOICE DATE | DATE | Dated | Inv. Date | Bill Date | Document Date | Tax Point Date | Billing Date
due: Due Date | Payment Due | Due | DUE DATE | Pay by | Payment Due Date | Date Due | Due on | Payment due by | Please pay by
po: PO Number | P.O. Number | Purchase Order | PO # | P.O. # | Your Order No. | Customer PO | Purchase Order No. | PO No. | Order Reference | Your Reference | P.O. NUMBER | Your Ref. | Customer Order No. | Buyer's Order No.
po_date: Order Date | PO Date | Date of Order
order_no: Order Number | Sales Order | Our Reference | Order No. | Job No. | Work Order
quote_no: Quote No. | Quotation | Estimate #
customer_no: Customer No. | Customer ID | Account No. | Customer Number | Account Number | CUSTOMER ID | Cust. No. | Client ID | ID#
seller_vat: VAT No. | VAT Number | VAT Reg. No. | VAT ID | VAT Registration Number | Tax ID | GSTIN | ABN | VAT registration | Our VAT No.
buyer_vat: Customer VAT No. | Your VAT No. | Buyer VAT ID | Customer VAT Number | Client VAT ID | Buyer GSTIN | VAT No. (customer)
tax_no: EIN | Tax ID | Federal Tax ID | Company No. | Tax Reference
registry: Company Reg. No. {n} | Registered in England No. {n} | Registration No. {n} | Company Number {n}
manager: Director | Managing Director | Directors | Owner
delivery_date: Delivery Date | Ship Date | Shipped | Date of Supply | Service Date | Supply Date | Date Shipped
period: Service Period | Billing Period | Period | SERVICE PERIOD | Period Covered
delivery_note: Delivery Note | Packing Slip | Dispatch No. | Delivery No. | D/N No.
project: Project | Job | Site | Cost Centre | Matter | Department
contact: Contact | Salesperson | Sales Rep | Attention | Prepared by | Account Manager
phone: Phone | Tel | Tel. | Telephone | Ph | T | TELEPHONE
fax: Fax | F | FAX
email: Email | E-mail | E | EMAIL
web: Web | Website | W
page: Page {n} of {m} | Page {n} | {n}/{m} | Page: {n}
bill_to: Bill To | BILL TO | Invoice To | Billed To | Sold To | Customer | Client | To | Billing Address | Bill to | Invoiced To | Attention | For
ship_to: Ship To | SHIP TO | Deliver To | Delivery Address | Shipping Address | Service Address | Consignee | SERVICE ADDRESS
seller: Seller | From | Supplier | Vendor | Remit To | Issued By | Billed by
vendor: Vendor | Supplier | To | Seller | VENDOR | Order To
buyer: Buyer | Customer | Purchaser | Bill-to party
iban: IBAN | IBAN No. | IBAN Code
bic: BIC | SWIFT | SWIFT/BIC | Swift Code
bank: Bank | Bank Name | Bank Details | Banker
account_holder: Account Name | Beneficiary | Account Holder
payment_ref: Payment Reference | Reference | Remittance Ref.
pos: # | No. | Line | Item | Sr. No. | Pos
sku: Item Code | SKU | Product Code | Part No. | Item No. | Code | Item # | Article | ITEM CODE | HSN/SAC | Model
description: Description | Item | Details | Product | Item Description | Description of Goods | DESCRIPTION | Service | Particulars | Activity | Product / Service | Item & Description
quantity: Qty | Quantity | QTY | Hours | Units | Qty. | QUANTITY | Hrs/Qty | No. of units
unit: Unit | UOM | UM | Units | U/M
unit_price: Unit Price | Price | Rate | Unit Cost | UNIT PRICE | Price per unit | Each | PRICE | Unit price | Net Price | Cost | Rate/hr | Unit Price (excl. VAT)
discount: Discount | Disc. | Disc % | DISCOUNT
vat_rate: VAT | VAT % | Tax | VAT Rate | Tax % | TAX | GST %
amount: Amount | Total | Line Total | AMOUNT | Net Amount | TOTAL | Amount (net) | Ext. Price | Extended | Subtotal | Net | Price Total | LINE TOTAL | Total excl. VAT
tax_cell: VAT Amount | Tax Amount | Tax | GST
gross_cell: Gross | Gross Amount | Total incl. VAT
date_cell: Date | DATE | Service Date | Training Date
lines_total: Subtotal | Items Total | Goods Total | Sub Total | Sum of lines
net: Subtotal | SUBTOTAL | Net Total | Total Net | Sub Total | Total excl. VAT | Net Amount | Total before tax | Amount excl. VAT | Taxable Amount | Total (ex VAT) | Sub-total | Total Before Tax | Net
tax: VAT {rate} | VAT ({rate}) | Tax {rate} | Tax ({rate}) | VAT @ {rate} | GST {rate} | Sales Tax {rate} | Sales Tax | VAT | Tax | SALES TAX | GST ({rate})
tax_total: Total VAT | Total Tax | VAT Total | Tax Total | VAT | Tax Amount | Sales Tax | Total GST
total: Total | TOTAL | Grand Total | Invoice Total | Total Amount | Amount Due | Total Due | Balance Due | TOTAL DUE | Total incl. VAT | Gross Total | Total payable | GRAND TOTAL | Amount Payable | Total Amount Due | Invoice Amount | AMOUNT DUE | Total (inc VAT)
due_amount: Amount Due | Balance Due | Outstanding | BALANCE DUE | Please Pay | To Pay | Payable
prepaid: Deposit | Paid to Date | Less Payment | Amount Paid | Prepayment | Payments/Credits | Advance
shipping: Shipping | Freight | Delivery | Shipping & Handling | Carriage | Postage and Packing | S&H
rebate: Discount | Trade Discount | Less Discount | Rebate | Loyalty Discount
tax_base: Net | Taxable Amount | VAT Base | Goods
carry: Carried forward | Subtotal | Page total
terms_label: Terms | Payment Terms | TERMS | Terms of Payment | Payment
terms: Net {days} | Net {days} days | Payment within {days} days | Due on receipt | {days} days from invoice date | Payment terms: {days} days net. | 2% 10, Net {days} | Please pay within {days} days of receipt. | Cash on delivery
due_sentence: Please pay by {date}. | Payment is due by {date}. | Due date: {date} | Payment due no later than {date} | Kindly settle this invoice on or before {date}. | Pay before {date} to avoid late fees. | 2% discount if paid by {early}, net amount due {date} | Payable within {days} days until {date}
pay_sentence: Please transfer {total} to the account below. | Total amount of {total} will be charged to your card. | Make all checks payable to the company for {total}.
number_date: Invoice No. {number} dated {date} | Invoice {number} of {date} | Invoice {number}, {date} | Invoice #{number} - {date} | Invoice no. {number} / {date}
po_sentence: Your purchase order {po} | As per your order no. {po} | Reference: PO {po}
intro: Thank you for your order. | Please find below the details of the services rendered. | We charge you for the following goods and services: | Professional services rendered as agreed. | To our services for the period stated:
thanks: Thank you for your business! | THANK YOU FOR YOUR BUSINESS! | We appreciate your business. | If you have any questions about this invoice, please contact us. | Thank you for shopping with us.
notes: Goods remain our property until paid in full. | Interest of 1.5% per month is charged on overdue accounts. | E. & O.E. | Claims must be made within 7 days of receipt. | Terms and conditions apply, see our website. | This is a computer generated invoice and needs no signature. | No returns without prior approval.
exempt: VAT exempt intra-Community supply. | Reverse charge: customer to account for VAT. | Zero rated export. | Not subject to tax.
currency: Currency | Invoice Currency | CURRENCY
all_amounts: All amounts in {currency} | Amounts shown in {currency} | All prices in {currency}
salutation: Mr | Ms | Mr. | Mrs. | Attn: Mr
dept: Accounts Payable | Accounts Department | Finance Department | Purchasing | Accounting
units: pcs | ea | EA | hrs | hours | kg | m | box | each | pack | set | ltr | day | unit | lb | pair | month
trade: Trading | Supplies | Engineering | Consulting | Logistics | Solutions | Services | Electrical | Plumbing | Printing | Catering | Foods | Motors | Systems | Media | Interiors | Landscaping | Hardware | Technologies | Marine | Packaging | Furniture | Security | Medical | Energy | Textiles | Design | Software | Construction | Farms
"""

PRODUCTS = """
Office chair | Standing desk | Copy paper A4 | Black toner cartridge | LED panel light | Nitrile gloves | Cable tray | Cordless drill | Hammer drill | Matt white emulsion
Silicone sealant clear | O-ring seal | Ball valve | Stainless pipe | Hex bolt | Washer zinc plated | Wood screws | Plasterboard sheet | Insulation board | Roof tile
Granite worktop | Oak door | Door handle set | Laminate flooring | Carpet tile grey | Tile adhesive | Lawn feed | Potting soil | Garden hose | Apple juice
Sparkling water case | Ground coffee | Organic milk | Wholemeal bread | White wine | Olive oil | Honey jar | Pasta | Beeswax polish | Network cable Cat6
27 inch monitor | USB stick 64 GB | Wireless keyboard | Laptop bag | Ink cartridge colour | External hard drive | Docking station | 24-port switch | Server rack | Replacement filter
V-belt | Brake pads front | Engine oil 5W-30 | Winter tyre | Wiper blades | Spark plug | Hydraulic hose | Ball bearing | Gear motor | Lever arch file
Envelopes | Ballpoint pens | Shipping carton | Packing tape | Bubble wrap | White labels | Notepad ruled | First aid kit | Fire extinguisher | Safety boots
"""

SERVICES = """
Installation and commissioning | Labour | Call-out charge | Consulting services | Software development | Web design | Boiler service | Office cleaning | Graphic design | Translation
Hosting plan | Licence fee | Staff training | Repair work | Painting and decorating | Electrical work | Transport | Waste disposal | Office rent | Monthly subscription
Physiotherapy session | Tax advice | Project management | Survey report | Site set-up | Groundworks | Day work | Software maintenance | Electricity usage | Liability insurance
Travel expenses | Bed and breakfast | Scaffold hire | Snow clearance | Advertising campaign | Data transfer | Service charge | Premium support | Emergency call | Document fee | Compliance training | Printing fee
"""

DETAILS = """
delivered free of charge | as per quotation | Colour: grey | incl. fixing material | Country of origin: DE | serial number on packing slip | 2 year warranty | Size L | packed in cartons
Batch 2231-B | as discussed | HS code 84713000 | time and material | pack of 10 | stainless steel | on site | flat rate | Model year 2023
"""

MONTHS = "January February March April May June July August September October November December"
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
DATES = "{d:02}/{m:02}/{y} | {d:02}/{m:02}/{y} | {d} {Month} {y} | {d:02} {Mon} {y} | {d:02}-{Mon}-{yy} | {d:02}-{Mon}-{y} | {d:02}.{m:02}.{y} | {y}-{m:02}-{d:02} | {d:02}/{m:02}/{yy} | {d:02}-{m:02}-{y} | {Mon} {d}, {y}"
DATES_US = "{m}/{d}/{y} | {m:02}/{d:02}/{y} | {m:02}/{d:02}/{y} | {Month} {d}, {y} | {Mon} {d}, {y} | {m}/{d}/{yy} | {m:02}-{d:02}-{y} | {y}-{m:02}-{d:02} | {d:02}-{Mon}-{y} | {Month} {d:02}, {y}"
