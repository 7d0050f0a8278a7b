"""Spanish: what papers call things, and things to sell."""

WORDS = """
title: Factura | FACTURA | Factura de venta | FACTURA | Factura simplificada
title_credit: Factura rectificativa | Abono | Nota de crédito
title_order: Pedido | Orden de compra | PEDIDO DE COMPRA
title_confirmation: Confirmación de pedido | CONFIRMACIÓN DE PEDIDO
number: Número de factura | Nº de factura | Factura Nº | Nº Factura | N.º factura | Factura núm. | Número | FACTURA Nº | Factura | Núm. de factura
date: Fecha de factura | Fecha | Fecha de emisión | Fecha factura | FECHA | Fecha de expedición | Emitida el
due: Fecha de vencimiento | Vencimiento | Vence el | Pagar antes de | Fecha vto. | Vto.
po: Nº de pedido | Su pedido | Pedido Nº | Orden de compra | Número de pedido | Su referencia | Ref. pedido | Pedido cliente
po_date: Fecha de pedido | Fecha pedido
order_no: Nuestra referencia | Nº de expediente | Nº interno
quote_no: Presupuesto | Nº presupuesto
customer_no: Nº de cliente | Código cliente | Cliente Nº | Cód. cliente
seller_vat: NIF | CIF | N.I.F. | C.I.F. | NIF/CIF | NIF-IVA | CIF/NIF | VAT
buyer_vat: NIF cliente | CIF cliente | NIF/CIF cliente | CIF
tax_no: Registro | Nº registro
registry: Reg. Mercantil de {city}, Tomo {n} | Registro Mercantil de {city} T. {n}
manager: Administrador | Gerente | Director
delivery_date: Fecha de entrega | Fecha de envío | Entregado el
period: Periodo | Periodo de facturación
delivery_note: Albarán | Nº albarán | Albarán Nº
project: Proyecto | Obra | Centro de coste
contact: Contacto | Comercial | Atención | Vendedor
phone: Tel. | Teléfono | Tfno. | Tlf.
fax: Fax
email: E-mail | Correo | Email
web: Web | Página web
page: Página {n} de {m} | Pág. {n} | Página {n} | {n}/{m}
bill_to: Facturar a | Cliente | Datos del cliente | Factura a | Destinatario | CLIENTE | Facturado a
ship_to: Dirección de entrega | Enviar a | Lugar de entrega | Entregar a
seller: Vendedor | Emisor | Proveedor | De
vendor: Proveedor | Vendedor | A
buyer: Comprador | Cliente
iban: IBAN | Cuenta IBAN | Nº de cuenta (IBAN)
bic: BIC | SWIFT | BIC/SWIFT
bank: Banco | Entidad | Datos bancarios
account_holder: Titular | Beneficiario
payment_ref: Concepto | Referencia
pos: Nº | Pos. | Línea | #
sku: Referencia | Ref. | Código | Artículo | Cód.
description: Descripción | Concepto | Detalle | Producto | Artículo | DESCRIPCIÓN | Servicio
quantity: Cantidad | Cant. | Uds. | Unidades | CANTIDAD
unit: Unidad | Ud. | U.M.
unit_price: Precio unitario | Precio | P. Unit. | Precio unit. | Precio/ud. | PRECIO
discount: Dto. | Descuento | % Dto. | Dto. %
vat_rate: IVA | % IVA | IVA % | Tipo IVA
amount: Importe | Total | Subtotal | Importe neto | Importe total | IMPORTE | Neto
tax_cell: Cuota IVA | IVA
gross_cell: Total con IVA
date_cell: Fecha
lines_total: Suma | Importe bruto | Total líneas
net: Base imponible | Subtotal | Total neto | Importe neto | BASE IMPONIBLE | Neto | Total sin IVA | Base
tax: IVA {rate} | I.V.A. {rate} | IVA ({rate}) | Cuota IVA {rate} | Impuestos {rate} | IVA
tax_total: Total IVA | Cuota IVA | Impuestos | IVA | Total impuestos
total: Total | TOTAL | Total factura | Importe total | Total a pagar | TOTAL FACTURA | Total con IVA | Total EUR | Importe a pagar
due_amount: Total a pagar | Pendiente | Saldo pendiente | A pagar
prepaid: Anticipo | Pagado | A cuenta | Entrega a cuenta
shipping: Gastos de envío | Portes | Transporte
rebate: Descuento | Descuento comercial | Dto. pronto pago
tax_base: Base | Base imponible
carry: Suma y sigue | Suma anterior
terms_label: Forma de pago | Condiciones de pago | Pago
terms: {days} días | Transferencia a {days} días | Pago a {days} días fecha factura | Contado | Giro a {days} días | Pago a la recepción
due_sentence: Vencimiento: {date} | Pagadero hasta el {date}. | Rogamos efectúen el pago antes del {date}. | Dto. 2% hasta {early}, neto hasta {date}
pay_sentence: Rogamos transfieran {total} a nuestra cuenta. | Importe total de {total} por transferencia.
number_date: Factura Nº {number} de {date} | Factura {number} con fecha {date} | Factura {number} del {date}
po_sentence: Según su pedido {po} | Su pedido Nº {po}
intro: Les facturamos los siguientes conceptos: | Gracias por su confianza. | Detalle de los servicios prestados:
thanks: ¡Gracias por su compra! | Gracias por su confianza. | GRACIAS POR SU COMPRA | Atentamente
notes: Inscrita en el Registro Mercantil. | La mercancía es propiedad del vendedor hasta su pago. | No se admiten devoluciones pasados 15 días. | Recargo por demora según la ley. | Protección de datos: véase nuestra web.
exempt: Operación exenta de IVA. | Inversión del sujeto pasivo. | Entrega intracomunitaria exenta.
currency: Moneda | Divisa
all_amounts: Importes en {currency} | Todos los importes en {currency}
salutation: Sr. | Sra. | D. | Dña.
dept: Contabilidad | Dpto. de compras | Administración
units: ud | uds | kg | h | m | caja | l | par | m² | mes
trade: Construcciones | Suministros | Electricidad | Muebles | Transportes | Consultores | Sistemas | Alimentación | Servicios | Instalaciones | Reformas | Gráficas | Maquinaria | Hostelería | Energía | Bodegas | Textiles | Automoción
"""

PRODUCTS = """
Silla de oficina negra | Mesa regulable | Papel A4 80g | Tóner negro | Panel LED | Guantes de nitrilo | Taladro inalámbrico | Pintura blanca mate | Silicona transparente | Junta tórica
Válvula de bola | Tubo de acero inoxidable | Tornillo hexagonal | Arandela | Placa de yeso | Panel aislante | Teja roja | Puerta de roble | Manilla | Suelo laminado
Abono para césped | Sustrato | Manguera | Zumo de manzana | Agua con gas | Café molido | Leche ecológica | Pan integral | Vino tinto crianza | Aceite de oliva virgen
Miel | Pasta | Cable de red | Monitor 27 pulgadas | Memoria USB | Teclado inalámbrico | Maletín | Cartucho de color | Disco duro externo | Filtro de recambio
Correa | Pastillas de freno | Aceite de motor | Neumático de invierno | Bujía | Rodamiento | Archivador azul | Sobres | Bolígrafos | Caja de cartón | Cinta adhesiva | Extintor
"""

SERVICES = """
Instalación y puesta en marcha | Mano de obra | Desplazamiento | Consultoría | Desarrollo de software | Diseño web | Mantenimiento de caldera | Limpieza de oficinas | Diseño gráfico | Traducción
Alojamiento web | Licencia | Formación | Reparación | Trabajos de pintura | Instalación eléctrica | Transporte | Gestión de residuos | Alquiler de oficina | Cuota mensual
Sesión de fisioterapia | Asesoría fiscal | Gestión de proyecto | Informe pericial | Movimiento de tierras | Consumo eléctrico | Seguro de responsabilidad civil | Gastos de viaje | Publicidad
"""

DETAILS = "según presupuesto | color: gris | incluye montaje | origen España | garantía 2 años | talla L | lote 2231-B | paquete de 10 | acero inoxidable | en obra"
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
SHORT = "ene feb mar abr may jun jul ago sep oct nov dic"
DATES = "{d:02}/{m:02}/{y} | {d:02}/{m:02}/{y} | {d:02}-{m:02}-{y} | {d} de {Month} de {y} | {d:02}/{m:02}/{yy} | {d}/{m}/{y} | {d:02}-{Mon}-{y} | {y}-{m:02}-{d:02} | {d:02}.{m:02}.{y}"
